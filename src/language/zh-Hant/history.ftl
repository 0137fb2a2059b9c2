# commands/history.rs
history-cmd-no-file = 日誌中沒有首次由名為 `{ $file }` 的檔案載入的批次
history-cmd-no-file-fix = `qfrefund batch list --every-batch` 會列出各批次及其檔案；`--batch` 可按識別碼尋找。
history-cmd-unsettled = 不在任何結算清單內：{ $refunds }，閘道沒有給出可讀的時間（{ $first }{ $more }）。`qfrefund resolve OUT_TRADE_NO` 會再查詢並記下回覆
history-cmd-since-until = --since 不早於 --until，兩者之間沒有任何記錄
history-cmd-since-until-fix = 例如一個月是 `--since 2026-11-01 --until 2026-12-01`：--until 是首個不計算的日子。
history-cmd-file-empty = --file `{ $given }` 沒有檔案名稱
history-cmd-file-empty-fix = 請填批次載入時的檔案名稱；前面的資料夾並不重要。
history-cmd-anew = 請不加 --changed-since 再列出全部，然後由其游標繼續。
history-cmd-number-alone = 只是一個數字，單憑它無法知道日誌是否仍有該事件
history-cmd-changed-since = --changed-since { $text } { $why }
history-cmd-other-cursor = --changed-since：日誌沒有與此游標相符的事件 { $seq }；游標屬於另一日誌，或其後換上了備份
history-cmd-no-batch = 日誌沒有識別碼以 `{ $beginning }` 開首的批次
history-cmd-no-batch-fix = `qfrefund batch list` 會列出各批次，`qfrefund batch check FILE` 會顯示檔案的識別碼。
history-cmd-several = 有多個批次以 `{ $beginning }` 開首
history-cmd-several-fix = 請填多些識別碼。
history-cmd-amount-profile = --amount 需要設定檔：沒有設定檔便不知道貨幣
history-cmd-amount-profile-fix = 請以 --profile 指明，或以 --txamt 填最小單位。
history-cmd-amount = --amount `{ $text }`：{ $error }
history-cmd-amount-fix = 請寫成 10.00、10.00..25.00、10.00.. 或 ..25.00。
history-cmd-amount-none = --amount 沒有金額
history-cmd-amount-none-fix = 請寫成 10.00、10.00..25.00、10.00.. 或 ..25.00。
history-cmd-amount-order = --amount 的第一個金額大於第二個，兩者之間沒有任何記錄
history-cmd-amount-order-fix = 請先寫較小的：10.00..25.00。
history-cmd-not-a-time = { $option } `{ $text }` 不是日期或時間
history-cmd-not-a-time-fix = 請寫成 2026-11-22 或 "2026-11-22 18:30:00"，以香港時間計。

# output/life.rs
history-life-request-time = 請求時間
history-life-profile = 設定檔
history-life-operator = 操作員
history-life-reason = 原因
history-life-note-by = 備註人
history-life-replaced-by = 由此代替
history-life-batch = 批次
history-life-happened = 經過（香港時間）
history-life-after = ，歷時 { $ms } 毫秒
history-life-event = { $at } { $event }{ $state }，{ $operator } 於 { $host }{ $took }{ $colon }{ $details }
history-life-sound = 完好
history-life-not-sound = 已損壞
history-life-head = 事件 { $seq }，{ $hash }
history-life-none = 沒有
history-life-journal = 日誌
history-life-refunds = 退款
history-life-events = 事件
history-life-newest = 最新
history-life-colon = ：
history-life-state = （{ $state }）
# 退款到了哪一步（子句），以及下一步（句子）。
history-row-refunded = 已於 { $at }退款
history-row-nothing-to-do = 無須再處理。
history-row-declined = 於 { $at }被拒絕
history-row-pending = 自 { $since }起在閘道待處理
history-row-ask-later = 切勿再次發送。請稍後核實：`{ $resolve } --wait`。
history-row-unknown = 自 { $since }起結果未明
history-row-find-out = 切勿再次發送。請核實：`{ $resolve }`。
history-row-sending = 自 { $sent }起由{ $sender }發送中
history-row-process = 程序（編號 { $process }，主機 { $host }）
history-row-other-process = 另一程序
history-row-planned = 於 { $at }登記，未發送
history-row-send-or-cancel = 要發送，請再執行原指令或原檔案；要放棄：`{ $cancel }`。
history-row-closed = { $closed }{ $decided }
history-row-reopen = 要撤銷結案：`{ $reopen }`。
history-row-cancelled = 已取消{ $decided }，從未發送
history-row-file-again = 這個退款編號不可再用：執行原檔案時加上 { $option }，即以新編號再試。
history-row-again = 這個退款編號不可再用：原指令加上 --again，即以同一參考編號再試。
history-row-new = 這個退款編號不可再用：如要再試，請另外發起退款，用新的退款編號。
history-row-decided = ，{ $when }由 { $by } 記錄{ $note }
history-row-note = （{ $note }）


# 退款列表。
history-row-none = 沒有退款
history-row-time = { $heading }（香港時間）
history-row-wanted = 登記時間
history-row-sent = 發送時間
history-row-settled = 退款時間
history-row-number = 退款編號
history-row-payment = 原交易
history-row-amount = 金額
history-row-state-of = 狀態
history-row-reference = 參考編號
history-row-notes = 備註
history-row-operator = 操作員
history-row-in-place = 取代
history-row-files = 檔案
history-row-sent-at = 發送時間
history-row-settled-at = 退款時間
history-row-more = 不止以上 { $count } 筆：加 --limit 0 即全部列出
history-row-sum = { $refunds } 筆{ $state }：{ $sum }
history-row-of = 原交易 { $payment }
history-row-by = 操作員 { $operator }
history-row-place-of = 取代 { $number }
history-row-from = 檔案 { $file }

# 單筆退款。
history-row-state = 狀態
history-row-file = 檔案
history-row-note-of = 備註
history-row-written = 登記時間

# 等候的退款。
history-row-waiting = { $refunds }，{ $sum }，{ $age }
history-row-late = ，其中 { $older } 筆等候超過所定時限
history-row-first-for = 最早一筆已等候 { $lasting }（自香港時間 { $since } 起）
history-row-first-ahead = 最早一筆自香港時間 { $since } 起，比本機時鐘還要遲
history-row-some-ahead = 最早一筆已等候 { $lasting }（自香港時間 { $since } 起），其中 { $ahead } 筆的時間比本機時鐘還要遲

# 檔案的欄。
history-row-and-others = 及另外 { $others } 欄
history-row-told = { $number }：{ $message }。{ $next }
