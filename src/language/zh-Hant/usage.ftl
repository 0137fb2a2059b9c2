# 命令列有何不對。
usage-needs-command = `{ $words }` 之後須寫明指令
usage-twice = `{ $argument }` 只可寫一次
usage-conflict = `{ $argument }` 不可與 { $prior } 同時使用
usage-no-equals = `{ $argument }` 的值須以等號寫出
usage-no-value = `{ $argument }` 欠缺值
usage-value = `{ $argument }` 的值 `{ $value }` 不正確
usage-value-of = `{ $argument }` 的值 `{ $value }` 不正確；可用的值：{ $possible }
usage-value-because = `{ $argument }` 的值 `{ $value }` 不正確：{ $why }
usage-subcommand = 沒有 `{ $word }` 這個指令
usage-missing = 欠缺必須填寫的：{ $missing }
usage-unknown = 不認得 `{ $argument }`
usage-too-many = 不應有 `{ $argument }` 的值 `{ $value }`；值太多
usage-number = `{ $argument }` 的值數目不正確
usage-utf8 = 有參數不是 UTF-8 文字

# 某個值為何讀不到。
usage-between = 須介乎 { $least } 至 { $most }
usage-at-least = 最少須為 { $least }
usage-no-number = 不是整數
usage-too-large = 數字太大
usage-unread = 無法讀取

# 提示。
usage-meant-perhaps = 是否指 { $meant }？
usage-example = 例如：`{ $example }`。
usage-more = 詳見 `{ $words } --help`。
usage-guess = { $tip }
usage-tip-command = 請用 `qfrefund { $command }` { $does }。
usage-tip-units = 金額有兩種單位：`--amount 12.50` 以主要單位計，或 `--txamt 1250` 以最小單位計，兩者相同。

# 其他叫法所指的指令。
usage-word-refund = 為一筆付款退款
usage-word-list = 列出退款，以表格、JSON 或 CSV
usage-word-query = 向閘道查詢一筆退款或付款的結果
usage-word-get = 顯示一筆退款及其全部經過
usage-word-pending = 核實未有定論的退款
usage-word-login = 設立設定檔
usage-word-check = 檢查設定檔；檔案則以 `qfrefund batch check FILE` 檢查
usage-word-csv = 為檔案各行退款
usage-word-retry = 加上 --again 把被拒絕的退款再試一次；結果未明的，先以 `qfrefund resolve` 核實
usage-word-undo = 放棄一筆從未發送的退款；已發送的無法撤回
usage-word-code = 解釋回應碼的意思
