# commands/status.rs
status-copied-unread = 不能讀取日誌上次備份的時間：{ $error }
status-gone-back = 日誌曾倒退：曾見過事件 { $seq }，現已不在其中，故所欠缺的退款正在看不見的地方等待。請放回較新的檔案，或執行 { $rejoin }
status-put-back = 日誌位置換上了備份，而它欠缺的尚未從閘道讀取：請執行 { $rejoin }
status-witness-unread = 不能讀取上次所見的日誌狀況（{ $path }：{ $why }）
status-not-a-length = --older-than `{ $text }` 不是一段時間
status-not-a-length-fix = 請填整數及單位，最多 3650d：30m、2h、1d。

# output/status.rs
status-spent = { $limit } 之中已用 { $spent }
status-no-profiles = 沒有設定檔{"\u000A"}
status-problem = 問題
status-waiting-with = 待跟進
status-told-with = 已計入 `{ $first }`，即同一商戶
status-waiting = 待跟進
status-nothing = 沒有
status-batch = 批次
status-left-out = 剔除
status-today = 今日
status-newest = 最新事件 { $seq }，{ $when }
status-empty = 空
status-journal = 日誌
status-journal-line = { $file }，{ $bytes } 位元組，{ $newest }
status-no-copy = 沒有記錄：`{ $backup }`
status-copy = { $at }，{ $ago }前：{ $file }
status-last-copy = 上次備份
status-next = 下一步
status-find-out = 查明結果：{ $resolve }
