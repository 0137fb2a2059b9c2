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
console-out-unprinted-sent = 結果未能顯示（{ $error }）；結束代碼 { $code } 仍然說明結果
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
