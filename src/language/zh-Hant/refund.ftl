# refund/clock.rs
refund-set-clock = 請校正本機時鐘並保持對時（NTP）。校正前不會發送任何退款。
refund-clock-behind = 慢 { $how_far }
refund-clock-ahead = 快 { $how_far }
refund-lasting-seconds = { $seconds } 秒
refund-lasting-minutes = { $minutes } 分鐘
refund-lasting-hours = { $hours } 小時
refund-lasting-days = { $days } 日

# refund/closed.rs
refund-closed-elsewhere-means = 其金額視為已退回，相同的退款視為疑似重複
refund-closed-not-means = 其金額不計算，該筆付款可再次退款
refund-closed-written-off-means = 其金額視為已付出（因有可能已付出）；相同的退款視為疑似重複
refund-closed-elsewhere = 在別處退款
refund-closed-not = 未退款
refund-closed-written-off = 撇帳

# refund/endpoint.rs
refund-endpoint-mchid = 及 mchid { $mchid }
refund-endpoint = { $address }，app_code { $app_code }{ $mchid }
refund-endpoint-none = 無
refund-endpoint-was = { $name } 原為 { $old }，現為 { $new }

# refund/methods.rs
refund-wait-card = QFPay 表示退回信用卡最多需 3 日
refund-wait-wallet = QFPay 表示退回錢包餘額需數分鐘，退回信用卡最多需 3 日

# refund/numbers.rs
refund-number-scientific = 是科學記數法：試算表已將其四捨五入，末尾數字已遺失
refund-number-again-as-text = 請以文字格式的欄重新填寫
refund-number-seen = 閘道至今只見過 1 至 64 個字母、數字、`_` 及 `-` 組成的編號
refund-number-from-report = 請從閘道本身的報表取得編號，並將該欄設為文字格式
refund-number-write-as-text = 請以文字格式的欄再填一次
refund-number-empty = 是空的
refund-number-give-one = 請最少填一個字元
refund-number-space-at-end = 開首或結尾有空格
refund-number-remove-space = 請刪去
refund-number-control = 內有控制字元
refund-number-invisible = 內有看不見的字元 U+{ $code }
refund-number-odd-space = 內有不尋常的空格 U+{ $code }
refund-number-space = 內有空格
refund-number-full-width = 內有全形數字「{ $odd }」
refund-number-odd = 內有「{ $odd }」
refund-number-only-one = 請只填一個編號，不要有空格或逗號
refund-number-ascii = 只可用可見的半形英數字及符號，且不可有逗號
refund-number-letters = 只可用半形的英文字母、數字、`_` 及 `-`
refund-number-remove = 請刪去
refund-number-plain-space = 請用普通空格，或不用空格
refund-number-too-long = 超過 { $max } 個字元
refund-number-shorten = 請縮短

# refund/preflight.rs
refund-look-not-done = 這筆付款並未成功，沒有可退之款
refund-look-not-done-fix = 請核對交易號；可用 `{ $rows_of }` 查看。
refund-look-currency = 這筆付款以 { $paid } 支付，而設定檔是 { $currency }
refund-look-currency-fix = 請用貨幣為 { $paid } 的設定檔：同一個最小單位數目是另一個金額。
refund-look-rows-before = 及前面各行的 { $sum }{" "}
refund-look-rest = 已付 { $paid }，扣除此處已知的退款{ $earlier }後只餘 { $left }
refund-look-rest-fix = 請調低金額，或用 `{ $rows_of }` 查看各筆退款。
refund-look-pause = 香港時間午夜前後（23:30 至 00:30；本工具由 23:25 至 00:35）閘道不接受退款
refund-look-pause-fix = 請等到香港時間 00:35。

# refund/resend.rs
refund-resend-endpoint = 沒有記下的發送途徑

# refund/state.rs
refund-state-being-sent = 發送中
refund-state-closed-as = 已結案（{ $closed_as }）
refund-state-cannot = 退款狀態為 { $state }，不可能發生 `{ $event }`

# refund/methods.rs, 付款方式；品牌照原文
refund-method = { $name }（{ $pay_type }）
refund-paid-by-800008 = 任何錢包的二維碼
refund-paid-by-800101 = 支付寶
refund-paid-by-801801 = 支付寶預授權
refund-paid-by-800201 = 微信支付
refund-paid-by-800701 = 銀聯二維碼
refund-paid-by-802001 = 轉數快
refund-paid-by-803701 = 八達通
refund-paid-by-802801 = Visa/Mastercard 網上
refund-paid-by-802808 = Visa/Mastercard 刷卡機
refund-paid-by-806708 = 銀聯卡
refund-paid-by-806808 = 美國運通
refund-paid-by-805508 = `First Data` 卡

# refund/preflight/known.rs
refund-known-at = { $at }（香港時間）
refund-known-no-time = 時間不明
refund-known-tried = ，本日誌曾嘗試發送，現為待發送
refund-known-planned = ，本日誌為待發送，從未發送
refund-known-has = ，本日誌為{ $state }
refund-known-nameless = ，沒有註明屬於哪筆付款
refund-known-elsewhere = ，並非由本日誌發起
refund-known-line = { $amount } { $outcome }，{ $when }，編號 { $number }{ $elsewhere }
refund-known-payments-number = { $number } 是該筆付款本身的編號
refund-known-payments-number-fix = 請給退款另一個編號，或不填：系統會自動產生。
refund-known-never-sent = 本日誌從未發送：可能由另一部機器發出，或日誌曾遺失。
refund-known-write-down = 請用 `{ $resolve }` 將其記錄。
refund-known-do-not-send = { $never_sent }切勿再次發送。
refund-known-do-not-send-write = 切勿再次發送。{ $write_down }
refund-known-never-sent-write = { $never_sent }切勿再次發送。{ $write_down }
refund-known-number-used = 閘道已有此編號的退款：{ $used }
refund-known-contradict = 對於這筆付款的另一筆退款，閘道與本日誌互相矛盾：閘道顯示{ $denied }
refund-known-contradict-fix = 請先用 `{ $resolve }` 將閘道所示記錄，再重新執行。如仍無改變，請由專人在商戶後台查看。
refund-known-settled = 本退款原擬與之並存的退款現時已非{ $was }：閘道顯示{ $settled }
refund-known-settled-fix = 請用 `{ $resolve }` 將其記錄，再重新決定是否仍要發出這筆退款。
refund-known-open = 這筆付款另有一筆退款仍未有定論：{ $open }
refund-known-open-fix = 請等它有定論；可用 `{ $rows_of }` 查看進度。
refund-known-may-be-same = 這可能是同一筆退款
refund-known-made-before = 這筆付款的相同退款以前已發出，但並非經本日誌
refund-known-made-before-fix = 請查明由誰發出：商戶後台、另一部機器、或曾遺失的日誌。如確實要退第二筆，請加 --twin；批次則加 --twins-meant。

# refund/preflight/method.rs
refund-method-full-only = 設定檔註明付款方式 { $pay_type } 只可全額退款
refund-method-full-only-fix = 請用 --full 全額退款。
refund-method-same-day = 「{ $name }」的即日付款以撤銷方式處理，閘道只接受全額退款
refund-method-same-day-fix = 請即日用 --full 全額退款，或由明天起才退部分金額。
refund-method-window = 付款距今已超過 { $days } 日，即設定檔對付款方式 { $pay_type } 的期限
refund-method-window-fix = 請以其他方式處理，或更正設定檔的 `refund_days`。
refund-method-known-window = 據知「{ $name }」的付款可在 { $days } 日內退款，這筆已超過
refund-method-known-window-fix = 閘道很可能會拒絕。
refund-method-not-refundable = 按 QFPay 的資料，「{ $name }」不可退款
refund-method-not-refundable-fix = 閘道可能會拒絕。

# refund/state/event.rs
refund-event-plan = 已記錄
refund-event-claim = 已取出準備發送
refund-event-reply-done = 閘道表示已完成
refund-event-reply-refused = 閘道拒絕
refund-event-reply-processing = 閘道表示處理中
refund-event-reply-unclear = 沒有收到明確回覆
refund-event-not-sent = 確定沒有到達閘道
refund-event-resend-refused = 再次發送，閘道拒絕
refund-event-resend-not-sent = 再次發送，沒有到達閘道
refund-event-lease-expired = 發送的程序在收到回覆前已結束
refund-event-found-done = 經查詢，已完成
refund-event-found-refused = 經查詢，已被拒絕
refund-event-found-processing = 經查詢，處理中
refund-event-found-nothing = 經查詢，找不到
refund-event-order-resend = 操作員決定再次發送
refund-event-close-elsewhere = 結案：在別處退款
refund-event-close-not = 結案：未退款
refund-event-close-written-off = 結案：已撇帳
refund-event-reopen = 結案已撤銷
refund-event-cancel = 發送前已取消
refund-event-adopt = 已歸入另一批次
refund-event-found-at-gateway = 在閘道找到，此處沒有發送記錄
refund-event-restored = 日誌由較舊的備份取代
refund-event-stray = 收到一個不改變任何狀態的回覆

# money/amount.rs
refund-amount-empty = 沒有填金額
refund-amount-zero = 金額是零；退款最少為 1 個最小單位，零從不代表「全部」
refund-amount-negative = 金額是負數；請以正數填寫退回付款人的金額
refund-amount-exponent = 金額含指數；請寫出全部數字
refund-amount-space = 金額內有空格；請只寫數字
refund-amount-separator = 金額內有分隔符「{ $c }」；請只寫數字，小數前用小數點
refund-amount-full-width = 金額內有全形字元「{ $c }」；請用鍵盤的數字 0-9 及小數點
refund-amount-odd = 金額內有「{ $odd }」；只可有數字及一個小數點
refund-amount-malformed = 金額的小數點兩邊都要有數字，例如 0.50
refund-amount-leading-zero = 金額開首有多餘的零；請刪去
refund-amount-no-decimals = { $currency } 沒有小數；請填整數
refund-amount-decimals = { $currency } 有 { $decimals } 位小數；金額的小數位較多
refund-amount-minor-only = { $currency } 只可用最小單位
refund-amount-point-in-minor = 最小單位是整數；兩位小數的貨幣，`--txamt 1250` 即 `--amount 12.50`
refund-amount-unclear-unit = 閘道沒有說明 { $currency } 有多少位小數；請用 --txamt 填最小單位
refund-amount-too-large = 金額超過閘道的上限 { $largest } 個最小單位

# money/currency.rs
refund-currency-unknown = 閘道沒有貨幣「{ $code }」；可用的有 { $known }
refund-currency-minor = { $currency } { $digits } 個最小單位



# refund/numbers.rs, 各種編號
refund-what-out-trade-no = 退款編號（out_trade_no）
refund-what-payment-number = 付款的交易號
refund-what-number = 編號
refund-what-reference = 參考編號
refund-what-udid = 裝置編號
refund-endpoint-and = ；

# 狀態與結果：各處同一寫法
refund-state-planned = 待發送
refund-state-sending = 發送中
refund-state-refunded = 已退款
refund-state-declined = 被拒絕
refund-state-pending = 待處理
refund-state-unknown = 結果未明
refund-state-not-sent = 未發送
refund-state-cancelled = 已取消
refund-state-closed-refunded-elsewhere = 已結案（在別處退款）
refund-state-closed-not-refunded = 已結案（未退款）
refund-state-closed-written-off = 已結案（撇帳）
