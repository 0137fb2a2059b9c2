# 訊息開首的字。
console-note = 注意：
console-warning = 警告：
console-error = 錯誤：
console-hint = 提示：

# 結果與各處共用的寫法。
console-out-time = { $time }（香港時間）
console-out-profile = { $profile }（{ $environment }）
console-out-minor = { $amount }（{ $minor } 個最小單位）
console-out-sentence = { $clause }。
console-out-clause-and = { $clause }。{ $sentence }
console-out-heading = { $heading }（{ $count }）
console-out-unprinted-sent = 結果未能顯示（{ $error }）；退出碼 { $code } 仍然說明結果
console-out-unprinted = 結果未能顯示：{ $error }
console-out-only = 只列出 { $limit } 筆；不加 --limit 即全部列出
console-out-cursor = 日後只看新變動：--changed-since { $cursor }
console-out-unrecorded = { $number } 的結果是{ $outcome }，但未能寫入日誌：{ $error }
console-out-kept = 結果已保存在日誌旁，待有空間時，由下一個開啟日誌的指令寫入。
console-out-not-kept = 日誌記載這筆退款可能已發送，這一點依然屬實。請保留此訊息。

# 各表共用的欄名。
console-out-number = 退款編號
console-out-payment = 原交易
console-out-refund-syssn = 退款交易號
console-out-answer = 閘道回應
console-out-says = 閘道訊息
console-out-gateway-time = 閘道時間
console-out-reference = 參考編號
console-out-replaces = 取代
console-out-amount = 金額
console-out-order-number = 訂單號
console-out-reason = 原因
console-out-profile-of = 設定檔
console-out-paid = 已付
console-out-left = 可退餘額
console-out-next = 下一步
# 錯誤與做法合成一句。
console-in-a-line = { $error }。{ $hint }
console-remedy = { $remedy }。

# 所指的是哪一筆退款。
console-meant-merchants = 有幾個商戶都有退款 { $number }
console-meant-merchants-hint = 請用 --profile 指明是哪一個。
console-meant-is = `{ $given }` 即退款 { $number }：{ $amount }，原交易 { $payment }，{ $state }
console-meant-beginning = `{ $given }` 只是退款編號的開首，而此處無法詢問任何人
console-meant-beginning-hint = 若是指這一筆，請給出其退款編號：{ $number }。
console-meant-too-short = 沒有名為 `{ $given }` 的退款，當作開首又太短
console-meant-too-short-hint = 請至少寫出開首 { $least } 個字元。
console-meant-more-than = 多於 { $most } 筆退款
console-meant-any-of = `{ $given }` 可能是 { $many }中的任何一筆：請多寫一些，或寫出完整編號
console-meant-listed = { $what }（{ $refunds }）
console-meant-reference = ，參考編號 { $reference }
console-meant-line = { $number }：{ $amount }，{ $state }{ $reference }
console-meant-no-reference = 日誌內沒有參考編號為 `{ $given }` 的退款
console-meant-no-reference-hint = 請給出其退款編號。
console-meant-none = 日誌內沒有退款 { $number }
console-meant-none-hint = 要列出現有的退款：`qfrefund history --journal FILE`。
console-meant-least = { $hint }只寫開首的話，至少要 { $least } 個字元。
console-meant-not-there = 日誌內沒有設定檔 `{ $profile }` 的退款 { $number }
console-meant-not-there-hint = 要列出現有的退款：`qfrefund history --profile { $profile }`。

# 訂單號屬於哪筆付款（接在訂單號之後的子句）。
console-order-other = 在閘道是付款 { $syssn }，但這本日誌首次查核時是 { $before }
console-order-currency = 是付款 { $syssn }，以 { $paid } 支付，不是 { $currency }
console-order-currency-next = 請用該貨幣的設定檔退款
console-order-unlooked = { $place }未能查核訂單號 { $number }：{ $why }
console-order-unlooked-hint = { $hint }沒有發送任何退款。
console-order-nothing = 過去一年在閘道沒有付款
console-order-nothing-next = 請檢查訂單號、設定檔及其環境；或給出付款的交易號
console-order-refunds = 在閘道是退款的編號，不是付款的
console-order-refunds-next = 請給出付款本身的訂單號
console-order-declined = 是付款 { $syssn }，該付款並未成功
console-order-declined-next = 請剔除：沒有可退的款項
console-order-unsuccessful = 是付款 { $syssn }，閘道未顯示為成功
console-order-unsuccessful-next = 請等到付款成功，或在商戶後台查看結果
console-order-several = 在閘道有多於一筆付款，包括 { $first } 和 { $second }
console-order-unread = 未能從閘道的回覆看出是哪筆付款：{ $field }
console-order-unread-next = 請在商戶後台查看是哪筆付款，並給出其交易號
console-order-which = 請在商戶後台查看所指的是哪一筆，並給出其交易號

# 發送前的查核。
console-look-past = 如要不查核而發送，請加 --no-preflight。
console-look-or-past = { $remedy }{ $past }
console-look-unread = { $why }，所以沒有發送
console-look-failed = 未能查核原交易，所以沒有發送：{ $fault }

# 共用請求速率上限的檔案。
console-pace-unusable = 未能使用 { $file }（本機各程序以此共用請求速率上限）：這個程序會自行遵守上限。請讓這個帳戶可以讀寫該檔案，或在沒有程序執行時把它移走（{ $error }）
console-pace-trouble = { $file } 並非一直可用（本機各程序以此共用請求速率上限）：其間這個程序自行遵守上限（{ $why }）

# 輸入才算確認。
console-word-is = { $noun }
console-word-yes = 請加上 --yes。
console-word-amount = 金額
console-word-payment = 原交易
console-word-number = 退款編號
console-word-reference = 參考編號
console-word-environment = 環境
console-word-the-number = 退款編號
console-word-unconfirmed = { $what }未經確認，而此處無法詢問任何人
console-word-type = 如要{ $act }，請輸入{ $what }（{ $expected }）；只按 Enter 即停止：{" "}
console-word-stopped = 已停止：並未{ $done }
console-word-slip = 讀到 `{ $typed }`，與{ $what }不符。
console-word-nothing-sent = 已停止：並未發送

# commands/completions.rs
console-no-completions = 沒有 { $shell } 的自動完成設定
console-no-command = 沒有指令 `{ $words }`
console-see-commands = `qfrefund --help` 列出各指令。
console-man-unwritten = 手冊頁不能寫入 { $folder }：{ $error }
console-man-folder = 請指明你可寫入的資料夾，例如 `~/.local/share/man/man1`。
console-man-written = 已將 { $pages }寫入 { $folder }：見 `man qfrefund`
