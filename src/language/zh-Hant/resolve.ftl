# commands/resolve.rs
resolve-nothing-waits = 沒有待核實的退款

# commands/resolve/absence.rs
resolve-asked-now = 剛查詢過閘道：{ $message }
resolve-no-absence = 剛查詢過閘道，但未能證明不存在；{ $found }
resolve-see-answer = 請看它如何回覆：`{ $again }`。
resolve-or-unseen = { $how }或以 --unseen 說明為何不能等候查核。
resolve-cannot-again = { $number } 不能再次發送：{ $shown }
resolve-cannot-from-here = { $number } 不能由此再次發送：它當時的發送途徑是 { $how }
resolve-cannot-from-here-fix = 在從未發送之處找不到，不能證明甚麼。請將設定檔改回，或說明其結果：`{ $close }`。
resolve-cannot-yet = { $number } 暫時不能再次發送：{ $looks }
resolve-looks-over = { $count } 次，歷時 { $over }
resolve-there = （在該處查詢，並先改回設定檔）
resolve-it-takes = 需要{ $enough }{ $there }：`{ $command } --wait=900`。
resolve-elsewhere = { $looks }在別處找不到，{ $do_or_does }計算，因為它是發往 { $sent }
resolve-elsewhere-does = 不
resolve-elsewhere-do = 不
resolve-shown = 閘道曾於 { $when }表示有此編號的交易
resolve-used-fix = 曾經存在的編號即已用過，其後找不到亦不改變。請看 `{ $command }`，由專人在商戶後台查看，再說明其結果：`{ $close }`。
resolve-enough = 最少 { $looks } 次查核都找不到，而首尾相隔最少 { $lasting }
resolve-not-asked = 其後未查詢過閘道
resolve-one-look = 於 { $when }查核過 1 次，找不到
resolve-looks = 連續{ $looks }找不到，由 { $first } 至 { $last }（{ $lasting }）
resolve-looks-unread = { $message }；不能讀取其查核記錄（{ $error }）
resolve-do-not-send = 切勿再次發送。{ $how }
resolve-last-looked = 上次查核：{ $when }
resolve-asked-for = 已向閘道查詢 { $number }（不限月份，以及 { $months }）：{ $absence }
resolve-portal-resend = 如商戶後台亦找不到，操作員現可決定以同一編號再次發送：`{ $resend }`。
resolve-look-again = 切勿再次發送。請{ $now }再查核：`{ $command }`。由 { $when }起，如{ $enough }，操作員可決定以同一編號再次發送：`{ $resend }`。
resolve-after = 在 { $when }後
resolve-now = 現在

# commands/resolve/close.rs
resolve-the-note = 備註
resolve-close-back = 如要改以別的說法結案，請先撤銷結案：`{ $back }`。
resolve-already = { $number } 早已是「{ $state }」
resolve-only-open-closed = { $number } 的狀態是「{ $state }」；只有待處理或結果未明的退款可以結案
resolve-see = 見 `{ $command }`。
resolve-not-without-unseen = 沒有 --unseen，不能將 { $number } 結案：{ $why }
resolve-unseen = 未經足夠查核（{ $reason }）：{ $looks }
resolve-about-to-close = 即將把這筆退款結案為：{ $closed_as }
resolve-close-act = 結案
resolve-close-noun = 結案
resolve-close-done = 結案
resolve-label-state = 狀態
resolve-label-looks = 查核
resolve-label-from-then = 其後
resolve-only-closed-opened = { $number } 的狀態是「{ $state }」；只有已結案的退款可以撤銷結案
resolve-see-show = 見 `{ $show }`。
resolve-made-so-that = { $made }，故這一筆不能再次發送
resolve-empty-word = { $what }是空的
resolve-say-how = 請說明如何了結，讓下一位閱讀者明白。
resolve-changed = { $record } 在此期間已有變動
resolve-look-again-decide = 請再查看，然後決定。

# commands/resolve/resend.rs
resolve-pause = 香港時間午夜前後閘道不接受退款
resolve-pause-fix = 請等到香港時間 00:35。
resolve-before-not = 在它之前的 { $number } 不能發送
resolve-not-sent-when = { $number } 未發送：{ $why }
resolve-when-settled = 了結後：`{ $again }`。
resolve-resend-is = 這次重發
resolve-resends-are = 這些重發
resolve-add-yes = 請加 --yes，並以 --profile 指明設定檔。
resolve-about-to-resend = 即將以同一編號再次發送：付款 { $syssn } 的 { $amount }（{ $environment }）。{"\u000A"}{ $gateway }如第一次請求其實已執行，閘道應會以重複為由拒絕這次；這是它的慣例，並非保證。{"\u000A"}
resolve-the-number = 退款編號
resolve-send-again = 再次發送
resolve-about-to-resend-many = 即將再次發送 { $refunds }，合共 { $sum }，各用原本的編號（{ $environment }）。
resolve-resend-after = 如第一次請求其實已執行，閘道應會以重複為由拒絕第二次；這是它的慣例，並非保證。
resolve-how-many = 筆數
resolve-send-them-again = 再次發送
resolve-sent = 發送

# commands/resolve/resend/once.rs
resolve-only-unknown = { $number } 的狀態是「{ $state }」；只有結果未明的退款可以再次發送
resolve-other-request = { $number } 的請求會與當時發送的不同
resolve-other-request-fix = 設定檔的 mchid 其後已改變；只可再次發送相同的請求。
resolve-made-since = { $number } 未發送：{ $made_since }
resolve-once-see = 見 `{ $command }`。
resolve-took-place = 如那一筆已代替它，請說明：`{ $command } --as refunded-elsewhere --note TEXT`。如兩筆都要，請以 `--as not-refunded` 將這一筆結案，再以 --twin 發出新退款。
resolve-once-not-sent = { $number } 未發送：{ $why }
resolve-may-be-this = 閘道顯示這筆付款有一筆退款，可能就是這一筆或已代替它：{ $made }
resolve-settle-others = 請先了結這筆付款的其他退款，或將這一筆結案。
resolve-stopped = 因訊號停止
resolve-once-changed = { $number } 在此期間已有變動
resolve-not-written = 未能記錄 { $number } 的結果
resolve-before-all = 在它之前的 { $number } 為{ $state }，而其他每一筆都會得到同樣回覆
resolve-before = 在它之前的 { $number } 為{ $state }

# commands/cancel.rs
resolve-only-never-sent = { $number } 的狀態是「{ $state }」；只有從未發送的退款可以取消
resolve-about-to-cancel = 即將取消這筆從未發送的退款
resolve-cancel-act = 取消
resolve-cancel-noun = 取消
resolve-cancel-done = 取消
resolve-cancel-state = 狀態
resolve-cancel-batch = 批次

# commands/attempts.rs
resolve-waiting-look = 等待下一次查核
resolve-asking = 正向閘道查詢
resolve-person = 再發送任何退款之前，請由專人在商戶後台查看。
resolve-nothing-learned = { $number }：{ $fault }；沒有得到任何結果
resolve-look-not-written = { $number }：未能記錄這次查核：{ $error }
resolve-twice-compare = 付款人可能收到兩次退款：請與在別處所退的比對。
resolve-correct-books = 請更正帳目：款項並未損失。
resolve-closed-as = 已結案（{ $closed_as }）
resolve-shows-nothing-else = { $number } 的狀態是「{ $state }」，閘道亦沒有顯示其他
resolve-twice = 如其後已以其他方式退款，付款人可能收到兩次：請查看這筆付款的其他退款。
resolve-further-unread = { $twice }不能讀取是否有另一次嘗試已代替它：{ $error }。
resolve-further-twice = 另一次嘗試 { $next } 已代替它，狀態為{ $state }：付款人已經或可能收到兩次。處理其他事之前，請由專人查看兩筆（`{ $show }`）。
resolve-further-waits = 另一次嘗試 { $next } 為代替它而待發送，現已暫緩：請用 `{ $cancel }` 取消。
resolve-shows-refunded = 顯示已退款
resolve-has-pending = 已收到並在處理
resolve-has = 已收到，但沒有說明結果
resolve-was-but = { $after }（付款 { $syssn } 的 { $amount }）原為{ $was }，但閘道{ $shows }
resolve-waiting-gateway = 正等待閘道；現在停止，結果便會未明
resolve-claimed-not-sent = { $claimed } 未發送：{ $why }

# commands/mod.rs
resolve-batch-no-csv = `batch` 的指令沒有 CSV
resolve-batch-no-csv-fix = 請用 `--output table`、`json` 或 `jsonl`；`batch run --results FILE.csv` 會寫出每一行。
resolve-no-list = 此指令不輸出清單，故沒有 JSONL 或 CSV
resolve-no-list-fix = 請用 `--output table` 或 `--output json`。
resolve-stopped-nothing = 因訊號停止，沒有發送
resolve-stopped-fix = 無誤後請再執行指令。
resolve-not-a-month = { $option } `{ $text }` 不是月份
resolve-not-a-month-fix = 請寫成 2026-11。

# output/resending.rs
resolve-head-number = 退款編號
resolve-head-payment = 原交易
resolve-head-amount = 金額
resolve-head-looks = 找不到的查核
