# 退款的結果。
issue-nothing-sent = 並未發送
issue-why = 說明
issue-to-payer = 付款人所得
issue-payer-gets = `{ $fee }`，貨幣 { $currency }，按閘道所寫；閘道沒有說明單位
issue-udid = 裝置編號

# 試跑。
issue-dry-run = 試跑：不會發送任何請求
issue-dry-run-of = { $amount }，設定檔 { $profile }（{ $environment }）
issue-request = 請求
issue-hashed = 計算簽名的文字
issue-hashed-how = { $heading }（{ $sign_type }，UTF-8，大寫十六進制）
issue-signature = 簽名
issue-key-revealed = 以上以明文顯示了客戶端密鑰：切勿儲存或傳送。
issue-confidential = 機密：任何人取得請求連同簽名，即可發送。

# 引數。
issue-how-much = 退款多少？請用 --amount、--txamt 或 --full
issue-which-payment = 哪一筆付款？請提供其交易號，或用 --order-no
issue-again-what = --again 須與 --reference 同用，以說明要再試哪一筆退款
issue-again-what-next = 沒有參考編號的退款如被拒絕或取消，可再次發起：請移除 --again 與 --out-trade-no，退款即有新編號。
issue-no-time = --txdtm `{ $given }` 不是時間
issue-no-time-next = 請寫成 2026-11-22 18:30:00，以香港時間計；不寫即為現在。
issue-bad-amount = { $option } `{ $given }`：{ $error }
issue-bad-amount-next = 例如 HKD 12.50，可寫 --amount 12.50 或 --txamt 1250。
issue-unusual = { $usual }；閘道可能拒絕 { $number }

# 訂單號。
issue-looking-up = 正在查核訂單號
issue-order-problem = 訂單號 { $number } { $problem }；並未發送
issue-order-paid = ，付款時間 { $time }
issue-order-is = 訂單號 { $number } 在閘道的交易號是 { $syssn }：{ $paid }{ $when }
issue-order-unasked = 訂單號 { $number } 屬於哪筆付款尚未查核，而試跑不會查詢
issue-order-unasked-next = 請提供付款的交易號；或移除 --dry-run：會先請你確認才發送。

# 發送前的查核。
issue-looking = 正在查核付款
issue-slow = 已查核付款 { $count } 次，每次都耗時太久，閘道的資料可能已變，故此並未發送
issue-slow-next = 待閘道回覆較快時，請再執行同一指令。
issue-full-blind = --full 須先查核付款
issue-full-blind-next = 請移除 --no-preflight。
issue-nothing-left = 這筆付款已沒有可退餘額
issue-risky = { $amount } 未超過 { $minor } 個最小單位；閘道建議較大的金額，其風險控制可能會拒絕
issue-doubted-next = 請查詢：`{ $enquiry }`，並由專人到商戶後台查看。
issue-unasked = 閘道曾以 HTTP 429 回應 { $number }，而未能查詢閘道是否已收到，故此並未發送：{ $fault }
issue-unasked-next = 請再執行指令；查詢不涉及款項。

# 確認。
issue-about-to = 即將退款 { $amount }
issue-paid-with = 付款方式
issue-paid-on = { $paid }，{ $time }
issue-earlier = 先前退款
issue-unlooked = 未知：這筆付款未經查核
issue-left = { $left }，未計本次退款
issue-this = 本次退款
issue-type-profile = 設定檔名稱
issue-type-amount = 金額
issue-act = 發送這筆退款
issue-done = 發送
issue-has-changed = 等候回答期間，所示內容已有變動；並未發送
issue-not-named = 設定檔 `{ $profile }`（{ $environment }）並未在指令中指明
issue-not-named-next = 請在指令加上 `--profile { $profile }`；真實款項絕不以預設的設定檔動用。
issue-unconfirmed = 退款未經確認，而此處無法詢問任何人
issue-unconfirmed-next = 如無須詢問即可發送，請加 --yes。
issue-not-confirmed = 已停止：退款未經確認，並未發送
issue-stopped = 已停止：並未發送
issue-when-right = 核對無誤後，請再執行指令。

# 結果，以及為何沒有發送。
issue-outcome = { $outcome }：{ $message }
issue-late-reply = { $message }；這次發送的回覆不再影響結果：{ $because }
issue-keeps-number = 請再執行同一指令：退款編號不變。
issue-looks-again = 請再執行同一指令：會重新查核，退款編號不變。
issue-changed-next = 登記之後，設定檔的 mchid 已改。請放棄這筆退款：`{ $cancel }`，然後另外發起；或把 mchid 改回原值。
issue-given-up = 等候回覆期間被中斷：結果未明
issue-given-up-next = 切勿再次發送；請核實：`{ $resolve }`。
issue-shown-again = 再次顯示，這次並未發送：{ $message }
issue-foretold = 將不會發送：{ $message }
issue-before-as = 先前已發起，退款編號 { $number }：{ $message }
issue-taking-up = 沿用 { $number }，先前已登記但未發送
issue-busy = 另一程序已接手這筆退款
issue-no-answer = 日誌沒有回應
issue-no-answer-next = 請再執行指令。
issue-beside-none = --beside-open `{ $number }` 不是這筆付款的退款
issue-lists-them = 列出其退款：`{ $history }`。
issue-beside-many = --beside-open 所列超過 { $most } 筆退款
issue-resolve-first = 請先核實其中一些退款的結果：`qfrefund resolve --profile { $profile }`。

# 參考編號或退款編號已用於另一筆。
issue-other-payment = 原交易
issue-other-amount = 金額
issue-used-reference = 參考編號 `{ $reference }` 已用於不同的{ $what }：{ $was }
issue-used-derived = 退款編號 { $number }（由參考編號 `{ $wanted }` 得出）已用於不同的{ $what }：{ $was }
issue-used-number = 退款編號 { $number } 已用於不同的{ $what }：{ $was }
issue-look-at = 請查看：`{ $show }`；新的退款須用新的參考編號。
issue-look-or-again = 請查看：`{ $show }`；新的退款須用新的參考編號。該筆退款{ $state }：如當時的{ $what }有誤，而現在是同一筆退款，請加 --again。

# 再試。
issue-further = 再試一次，以取代 { $number }：該筆{ $stood }{ $code }
issue-further-code = （{ $code }）
issue-further-payment = ；該筆退款的原交易是 { $payment }
issue-not-again = 參考編號 `{ $reference }` 不會再試：其退款 { $number } { $stood }
issue-nothing-before = 參考編號 `{ $reference }` 之前沒有發起過退款
issue-nothing-before-next = 請移除 --again；或提供要再試那筆退款的參考編號。

# commands/issue/asked.rs, 欠缺的參數
issue-ask-payment = 要退款的付款的交易號（syssn）；只按 Enter 即停止：{" "}
issue-ask-left-unknown = 可退餘額須經發送前的查核才知道
issue-ask-amount = 退款金額（{ $currency }），全部可退餘額請輸入 `full`；只按 Enter 即停止：{" "}
