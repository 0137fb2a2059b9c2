# exit.rs
run-exit-success = 已退款（或指令已完成）
run-exit-internal = 本程式本身的故障；沒有發送
run-exit-usage = 指令寫法有誤；沒有發送
run-exit-setup = 設定檔、憑證或日誌不能使用；沒有發送
run-exit-not-sent = 確定未發送：沒有連線，或閘道回覆 429
run-exit-declined = 被閘道拒絕
run-exit-unknown = 結果未明：已發送或可能已發送
run-exit-pending = 閘道待處理
run-exit-refused = 被本工具的防護攔下；沒有發送
run-exit-mixed = 批次結束，各行結果不一
run-exit-interrupted = 因訊號或在提問時停止；沒有發送
run-exit-held-back = 待發送而未發送：被上限、暫停時段或規則暫緩
run-exit-file = 退款檔案不能使用；沒有發送
run-again-no-need = 無須
run-again-after-fix = 修正後
run-again-yes = 可以
run-again-declined = 不可，先看原因
run-again-unknown = 不可：先查明結果
run-again-pending = 不可，稍後查詢
run-again-refused = 作出決定後
run-again-mixed = 見結果檔
run-again-held-back = 待其結束後

# interrupt.rs
run-stop = 已停止：沒有發送
run-hold-back = 正在停止：退款尚未發送，已暫緩
run-wait = 退款 { $number } 已發送；正等待回覆，最多 { $seconds } 秒。再按一次即不再等待：結果將為未明，須執行 `{ $command }`
run-abandon = 不再等待：{ $number } 結果未明。切勿再次發送；用 `{ $command }` 查明
run-finish = 結果已知，正在輸出；再按一次即立刻停止
run-leave = 已停止：{ $number } 的情況已記在日誌：`{ $command }`
run-leave-plain = 已停止
run-wind-down = 正在完成已發送的退款；不再發送新的

# trust/mod.rs
run-trust-chmod-secret = 請執行：`chmod 600 { $word }`
run-trust-chmod = 請執行：`chmod go-w { $word }`
run-trust-owner-fix = 請以擁有者的帳戶執行，或用 `chown` 將其交給 root 或本帳戶。掛載而不能更改的密鑰檔，可用 `client_key_command = ["cat", "PATH"]` 讀取。
run-trust-check-path = 請檢查路徑及讀取權限。
run-trust-owner = 屬於另一帳戶（uid { $theirs }），既非 root 亦非本帳戶（uid { $ours }）
run-trust-secret = 存有客戶端密鑰，而其他人可讀取或更改
run-trust-config = 決定退款發往何處，而其他人可更改
run-trust-authorities = 決定信任哪些證書，而其他人可更改
run-trust-program = 會被執行以取得客戶端密鑰，而其他人可更改
run-trust-folder = 這是資料夾
run-trust-not-regular = 這不是一般檔案
run-trust-too-long = 超過 { $most } 位元組
run-trust-absent = 沒有這個檔案
run-trust-io = 系統輸入／輸出錯誤
run-io-not-found = 沒有這個檔案或資料夾
run-io-denied = 沒有權限
run-io-exists = 已經存在
run-io-folder = 這是資料夾
run-io-no-folder = 不是資料夾
run-io-full = 磁碟空間不足
run-io-read-only = 檔案系統只可讀取
run-io-cut-short = 檔案不完整
run-io-pipe = 接收的程式已關閉
run-io-slow = 逾時
run-trust-file = 這個檔案{ $problem }（權限 { $mode }）
run-trust-open-folder = 其他人可寫入這個資料夾，因而可更改其中內容（權限 { $mode }）
