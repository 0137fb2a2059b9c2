# cli/usage.rs
usage-needs-more = `{ $words }` 之後要說明做甚麼
usage-example = 例如：`{ $example }`。
usage-more = { $tips }{ $example }`{ $words } --help` 有更多說明。

# cli/guess.rs
usage-guess = `qfrefund { $command }` { $does }。
usage-two-units = 金額以兩種單位之一填寫：`--amount 12.50` 用主要單位，或 `--txamt 1250`，即同一金額的最小單位。

# cli/fault.rs
usage-unknown-argument = 沒有參數 { $argument }
usage-unknown-command = 沒有指令 { $command }
usage-missing = 欠缺必要的參數：{ $argument }
usage-conflict = { $argument } 不能與 { $prior } 同用
usage-no-value = { $argument } 要有值
usage-invalid-value = { $value } 不是 { $argument } 可用的值
usage-missing-command = 要有指令
usage-not-text = 有參數不是 UTF-8 文字
usage-not-understood = { $argument } 這樣寫無法理解
usage-near = 相近的有：{ $near }。
usage-known = 可用的有：{ $known }。

# cli/guess.rs, 各指令做甚麼
usage-does-issue = 就一筆付款退款
usage-does-issue-again = 以 --again 再試一次被拒絕的退款；結果未明的先用 `qfrefund resolve` 查明
usage-does-history = 列出退款，以表格、JSON 或 CSV
usage-does-enquiry = 向閘道查詢一筆退款或付款的情況
usage-does-show = 顯示一筆退款及其全部經過
usage-does-resolve = 查明未有定論的退款結果如何
usage-does-profile-init = 寫出一個起步用的設定檔案
usage-does-profile-check = 檢查設定檔；檔案則用 `qfrefund batch check FILE` 檢查
usage-does-batch-run = 就檔案各行退款
usage-does-cancel = 取消一筆從未發送的退款；已發送的無法取回
usage-does-explain = 說明回應碼的意思
