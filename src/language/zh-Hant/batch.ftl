# output/batch.rs
batch-sum-in-rows = { $sum }（{ $rows }）
batch-nothing = 沒有
batch-in-all = 合計
batch-to-send = 將發送
batch-to-refund = 將退款
batch-rows-in-state = { $rows } 行{ $state }：{ $sum }
batch-minor-units = { $currency } { $minor } 個最小單位
batch-left-out-row = { $rows }：與檔案較前的一行相同
batch-left-out-refund = { $rows }：與一筆{ $state }的退款相同
batch-head-state = 狀態
batch-head-rows = 行數
batch-head-sum = 金額合計
batch-worst-rows = { $state }：{ $sum }（{ $rows }）
batch-label-worst = 最嚴重
batch-label-left-out-as-twins = 因疑似重複剔除
batch-label-stopped = 停止原因
batch-label-file = 檔案
batch-label-first-file = 最初檔案
batch-label-not-used = 未使用的欄
batch-label-results = 結果檔
batch-label-batch = 批次
batch-label-next = 下一步
# output/batch_check.rs
batch-fault-column = ，{ $column }
batch-fault-colon = ：
batch-fault-value = `{ $value }`{" "}
batch-fault-line = 第 { $line } 行{ $place }{ $problem }；{ $remedy }
batch-paid-not-compared = { $rows }未與閘道核對
batch-paid-compared = { $rows }已與閘道核對
batch-paid-some-compared = { $rows }之中 { $compared } 行已與閘道核對
batch-not-ready = 未可執行
batch-nothing-to-send = 無須發送
batch-ready = 可以執行
batch-known-rows = { $rows } 行{ $state }
batch-above-total = 高於設定檔的 `max_batch_total`
batch-label-columns = 欄
batch-label-gateway = 閘道
batch-label-app-code = app_code
batch-label-rows = 行數
batch-label-called-refunded = 檔案稱已退款
batch-label-shown-refunded = 閘道示已退款
batch-label-in-the-journal = 日誌內
batch-label-rows-with-faults = 有錯的行
batch-label-sum = 合計
batch-label-at-the-gateway = 閘道查核
batch-label-paid = 付款金額
batch-label-journal = 日誌
batch-list-faults = 錯誤
batch-list-held = 有待確認
batch-list-above = 高於設定檔的 `max_refund`
batch-list-copy = 本檔案的原版已退款
batch-list-twice = 檔案內重複
batch-list-before = 以前退過款
batch-list-given-up = 已在另一檔案放棄
batch-list-earlier = 曾有退款的付款
batch-list-odd = 可疑之處
batch-and-more-json = 另有 { $more } 項；JSON 載有首 1000 項
# output/batches.rs
batch-short-of-file = { $name }（{ $file }）：{ $rows }
batch-short = { $name }：{ $rows }
batch-rows-with-sum = { $rows } 行{ $state }（{ $sum }）
batch-left-out-rows = 批次 { $batch } 的 { $rows }（{ $sum }），當時因疑似重複而剔除，而相關退款其後未有成事，{ $age }
batch-none-waits = 沒有批次待辦：`{ $every }` 列出所有批次
batch-none = 沒有批次
batch-written-by = { $written }，由 { $by }
batch-label-written-down = 登記
batch-label-left-out = 剔除
# output/files.rs
batch-file-head = 檔案 { $file }
batch-all-files = 所有檔案
batch-file-left-out = { $file }（{ $why }）
batch-label-files = 檔案
# output/online.rs
batch-order-at = （{ $at }，香港時間）
batch-order-line = 第 { $line } 行：{ $number } 是付款 { $payment }，付款 { $paid }{ $at }
batch-list-orders = 訂單號
batch-looked-none = 沒有查核付款
batch-looked-all = 已查核 { $payments }
batch-looked-some = { $payments }之中已查核 { $looked } 筆
batch-list-refused = 與付款不符
batch-list-not-looked = 未查核
batch-and-more = 另有 { $others } 項
batch-finding-payment = 付款 { $payment }：
batch-finding-line = 第 { $line } 行：{ $payment }{ $problem }。{ $remedy }
# output/progress.rs
batch-looking = 正在查核付款
batch-bar-left = ，約餘 { $lasting }
batch-looks-left = ，約餘 { $minutes } 分鐘
batch-looked-at = 已查核 { $done }，共 { $all }{ $left }
batch-row-not-sent = { $number } 不會發送：{ $why }
batch-row-trouble = { $number }：{ $what }
batch-halted = 不再發送新的退款：{ $halt }
batch-wait-limit = 請求速率上限
batch-wait-pause = 香港時間午夜前後的暫停結束
batch-wait-lease = 另一個佔用部分行的程序
batch-waiting = 正在等候{ $what }，至 { $until }
batch-following = 正在跟進其中 { $following } 行
# output/speed.rs
batch-less-than-a-minute = 少於一分鐘
batch-about-minutes = 約 { $minutes } 分鐘
batch-speed = 每分鐘 { $a_minute } 行，尚餘{ $time }
# commands/batch/advice.rs
batch-no-row-step = 檔案沒有任何一行：每筆退款請寫一行。
batch-unfound-step = { $found }的訂單號尚未查詢：請以 --online 檢查，會向閘道查詢；`batch run` 亦會自行查詢。
batch-faults-list = `--faults FILE.csv` 會把錯誤寫成清單。
batch-mend = 請改正有錯的行，再檢查一次。{ $list }
batch-take-out-above = 請移除高於 `max_refund` 的行。
batch-held-step = 請核對付款欄是否正確，以及有沒有合計行；如確實無誤，`batch run` 加 --odd-meant 即可。
batch-sum-step = 合計高於設定檔的 `max_batch_total`（{ $most }）：請把檔案分拆。
batch-twins-step = 請確認疑似重複的行是否確實要退：`batch run` 加 --skip-twins 會剔除，加 --twins-meant 會發送。
batch-copy-step = 這個檔案是已執行過的檔案的改版：請移除已按其他金額退款的行，或只退差額。如兩筆都要發送，請在該行的 `twin` 欄寫 `yes`，或加 --twins-meant。
batch-given-up-step = 請移除在另一檔案已放棄的行。如仍要退款，`batch run` 加 --retry-cancelled 會發送已取消的行；以未退款結案的，請另行單筆發起。
batch-not-borne-step = 請移除或更改與付款不符的行。
batch-run-again = 請再次執行同一指令
batch-check-again = 請以 --online 再檢查一次
batch-not-all-looked = { $again }：有付款尚未查核。
batch-count-refunded = { $count } 行已退款
batch-unsent-settled = 已有定論，不會再發送
batch-unsent-shown = 閘道顯示已退款，已剔除
batch-unsent-given-up = 已永久放棄
batch-unsent-open = 未有定論，執行時會核實，不會再發送
batch-unsent-line = { $what }：{ $rows }。
batch-all-refunded = 每一行都已退款：無須再處理。
batch-nothing-would = 不會發送任何退款。{ $unsent }請看 `qfrefund batch status { $file }`。
batch-only-day = 另請注意：{ $day }。
batch-rows-sound = 這些行沒有問題。{ $day }
batch-refund-with = 退款請執行：`qfrefund batch run { $file }`。程式腳本請加 `{ $expectation } --no-input`。{ $day }
batch-twin-line = 第 { $line } 行：付款 { $payment } 的 { $amount } 已在第 { $first } 行
batch-between-sentences = { "" }
# commands/batch/shape.rs
batch-shape-in-profile = 設定檔 `{ $name }` 的 `{ $key }`：{ $problem }
batch-shape-hint = 請在設定檔案內改正；寫法見 `config.example.toml`。
batch-shape-unknown = 沒有 `{ $name }`；可用的有 { $known }
# commands/batch/words.rs
batch-used-reference = 參考編號 `{ $reference }`（退款編號 { $number }）
batch-used-number-of = 由參考編號 `{ $wanted }` 得出的退款編號 { $number }
batch-used-number = 退款編號 { $number }
batch-there-amount = 金額不同，為 { $amount }
batch-there-payment = 付款不同，為 { $payment }
batch-there-currency = 貨幣不同，為 { $currency }
batch-there-reference = 參考編號不同，為 `{ $reference }`
batch-there-no-reference = 沒有參考編號
batch-there-number = 退款編號不同
batch-conflict = { $used } 已在日誌內，但{ $there }
batch-alike-fix = 如屬同一筆退款，{ $what }請填得完全相同；否則請改成一眼可分辨的
batch-conflict-fix = 請看 `{ $show }`；如屬另一筆退款，請用另一個參考編號或退款編號
batch-no-reference = （無）
batch-other-refund = 是參考編號 `{ $reference }` 的退款 { $number }，不是這一行的
batch-other-refund-fix = 如這一行是另一筆退款，請清空此格及 `state` 一格
batch-denied = 與日誌不符：其退款 { $number } 現為{ $state }
batch-denied-open = 稱可能已發送，而此處其退款 { $number } 現為{ $state }：按本日誌，肯定從未發送
batch-denied-open-fix = 請看 `{ $show }`；如由另一日誌發送，請以 `qfrefund journal rejoin --profile { $profile }` 補錄閘道所示；只有肯定無人發送過，才可清空此格
batch-denied-fix = 請看 `{ $show }`；如並未退款，請清空此格
batch-said-given-up = 已放棄
batch-said-sent = 已發送或可能已發送
batch-unheard = 稱{ $was }，而日誌沒有記錄
batch-unheard-fix = 請在原來執行的地方執行檔案，或以 `qfrefund journal rejoin` 補錄閘道所示；如肯定未發送，請清空此格
batch-told = 日誌沒有記錄，而且{ $problem }
batch-told-fix = 請在商戶後台查看其結果；如並未退款，請清空此格
batch-untold = 日誌沒有記錄
batch-untold-fix = 請以 --online 檢查檔案，會向閘道查詢；如並未退款，請清空此格
batch-twin-planned-batch = { $what }，屬批次 { $batch }，待發送而從未發送：請執行該檔案，或以 `{ $give_up }` 放棄
batch-key-reference = 參考編號 `{ $reference }`
batch-key-number = {" "}`out_trade_no`{" "}
batch-twin-planned = { $what }，待發送而從未發送：請再次發起；或讓這一行用其{ $key }，即會接手；或以 `{ $give_up }` 放棄
batch-twin-is = { $what }，現為{ $state }
batch-twin-planned-fix = 請照辦，或移除這一行
batch-twin-problem = 疑似重複：{ $twin }
batch-line-of = 第 { $line } 行：{ $what }
batch-and-more-earlier = ，另有 { $more } 筆
batch-earlier-line = 第 { $line } 行：付款 { $payment }：{ $words }{ $more }
batch-corrected = 同一付款，金額不同：{ $what }，屬批次 { $place }（本檔案是其改版），現為{ $state }
batch-has = { $corrected }
batch-again = 與本檔案原版的一行相同：{ $what }，現為{ $state }
batch-is-the = { $again }
batch-written-down = 付款 { $payment } 的 { $amount } 於 { $when }登記，編號 { $number }
batch-amount-of = 付款 { $payment } 的 { $amount }
batch-given-up-refund = { $what }在批次 { $place } 編號為 { $number }，現為{ $state }{ $decided }
batch-given-up-row = { $what }因與 { $twin } 疑似重複而從批次 { $batch } 剔除，並於 { $when }由 { $by } 放棄{ $note }
batch-given-up-issue = 請移除這一行；如仍要退款，請單筆發起
batch-given-up-retry = 請移除這一行；如仍要退款，請加 --retry-cancelled 執行檔案
batch-given-up-problem = 已放棄：{ $given_up }
batch-again-fix = 請移除這一行；如確實要再退一筆，請加 --twins-meant
batch-corrected-fix = 請移除這一行，或只退差額；如兩筆都要退，請在 `twin` 欄寫 yes
batch-file-error = { $file }：{ $error }
batch-headings-wrong = { $file }：標題行有 { $count } 處錯誤
batch-shows-on = ，見第 { $line } 行
batch-file-changed = { $file }：檔案與檢查時不同{ $place }
batch-file-changed-fix = 請再次執行同一指令，並確保沒有人正在寫入檔案。
batch-its-refund = 其 `refund_syssn` { $number } { $problem }
batch-declined-hint = 檔案各行均未發送。該筆退款曾被拒絕：如屬同一筆而已改正，請加 --retry-declined 執行檔案；另一筆退款須用另一個參考編號。
batch-untaken-hint = 檔案各行均未發送。內容不同的退款須用另一個參考編號或退款編號；見 `qfrefund batch check { $file }`。
batch-not-taken = 日誌沒有接受
# commands/batch/confirm.rs
batch-name-profile = 請以 --profile 指明設定檔；真實款項絕不按預設設定檔發送。
batch-confirm-with = 如確實如此，請加 --yes，或加 `{ $expectation }` 確認。
batch-the-batch-is = 批次
batch-number-of-rows = 行數
batch-act-send = 發送這些退款
batch-done-sent = 發送
batch-run-when-right = 核對無誤後，請再次執行指令。
batch-one-currency = 一個批次只有一種貨幣，即設定檔的貨幣：--expect-total 只可寫一個。沒有發送任何退款。
batch-look-at-it = 請以 `qfrefund batch check` 查看；沒有發送任何退款。
batch-not-expected = 檔案有 { $rows }，將退款 { $sums }，與預期不符：預期 { $wanted }，{ $totals }
batch-words-in-rows = { $words }（{ $rows }）
batch-and = { $first }及{ $second }
batch-about-of = 來自 { $of }
batch-label-today = 今日
batch-file-of-profile = { $file }（{ $profile }）
batch-offer-head = { $name }：{ $sum }
batch-already-not-again = { $already }：不會再發送
batch-largest = { $amount }（第 { $line } 行）
batch-twins-in-file = 檔案內有 { $twins } 行
batch-earlier-rows = { $rows }的付款曾有退款
batch-label-already = 已處理
batch-label-tried-again = 再次嘗試
batch-label-largest = 最大金額
batch-label-last-line = 最後一行
batch-label-twins = 疑似重複
batch-label-payments = 付款
batch-label-earlier = 較早退款
batch-label-expected-time = 預計時間
batch-again-code = （{ $code }，{ $meaning }）
batch-again-rows = { $rows } 行{ $state }{ $code }
batch-again-all = { $rows }：{ $reasons }
batch-unended = 第 { $line } 行沒有行尾：檔案是否完整？
batch-not-looked-at = 未查核
batch-payments-looked = 已查核 { $payments } 筆
batch-time-gateway = 視乎閘道回覆速度
batch-time-at-least = 至少 { $minutes } 分鐘
batch-and-between = 、
batch-about = 即將退款 { $sums }
# commands/batch/cancel.rs
batch-nothing-cancelled = 沒有取消任何一行：已沒有未發送的行
batch-not-of-profile = 批次 { $short } 沒有屬於設定檔 `{ $profile }` 的行
batch-lists-batches = `qfrefund batch list --every-batch --profile { $profile }` 列出其批次。
batch-unsent-elsewhere = { $file } 未發送的行在別處：{ $places }
batch-cancel-elsewhere = 屬某批次的，請以 `qfrefund batch cancel --batch BATCH --profile { $profile }` 取消；單筆的，請用 `{ $single }`。
batch-cancelling-is = 取消
batch-add-yes = 請加 --yes。
batch-number-unsent = 未發送的行數
batch-act-give-up = 放棄這些行
batch-done-cancelled = 取消
# commands/batch/check.rs
batch-faults-one = --faults 只列出一個檔案的錯誤，而現正檢查多個檔案
batch-faults-one-fix = 請略去此選項，或逐一檢查檔案。
batch-faults-no-look = 有錯誤的行，所以沒有查核付款
# commands/batch/file.rs
batch-stdin = 標準輸入
batch-overwrites = { $option } { $path } 會覆蓋退款檔案本身
batch-overwrites-fix = 請用另一個名稱；你的檔案不會改動。
batch-results-other = --results { $path } 已存在，而且不是這個批次的結果檔
batch-results-other-fix = 請用另一個名稱，或移走該檔案：該檔案不會改動。
batch-unread-again = 無法再次讀取 { $file }：{ $error }
batch-ordinary-file = 請給一般檔案的路徑；讀標準輸入則寫 -。
batch-pipe = { $name } 是管道，而沒有程式寫入
batch-pipe-fix = 請先啟動寫入的程式，或寫 - 並讓它寫到標準輸入。
batch-unread = 無法讀取 { $name }：{ $error }
batch-unread-fix = 請給 CSV 或 JSONL 檔案的路徑；讀標準輸入則寫 -。
batch-too-large = { $name } 大於 { $most } `MiB`，或沒有結尾
batch-too-large-fix = 請分拆為多個檔案。
batch-no-copy = 無法為 { $name } 製作私人副本：{ $error }
batch-no-copy-fix = 副本放在暫存資料夾：請確保有足夠空間，或以 `TMPDIR` 指定另一個。
# commands/batch/files.rs
batch-of-the-files = 這些檔案
batch-stdin-alone = 標準輸入只可單獨讀取
batch-stdin-alone-fix = 請只寫 - 一個檔案，或先把內容寫入檔案。
batch-folder-unread = 無法讀取 { $path }：{ $error }
batch-folder-unread-fix = 請讓這個帳戶有權讀取資料夾的內容，或逐一寫出檔案。
batch-named-twice = { $path } 寫了兩次
batch-named-twice-fix = 每個檔案只寫一次；寫資料夾即包括其所有檔案。
batch-no-files = { $folders } 沒有退款檔案（剔除了{ $others }）
batch-no-files-fix = 請給 CSV 或 JSONL 檔案的路徑，或有這類檔案的資料夾。
batch-too-many-files = { $count } 個檔案太多，一次最多 { $most } 個
batch-too-many-files-fix = 請分批給出檔案。
batch-is-left-out = { $file } 已剔除：{ $why }
batch-results-no-folder = --results { $path } 不是資料夾，而多個檔案各有一個結果檔
batch-results-no-folder-fix = 請先建立資料夾；`a.csv` 的結果檔是其中的 `a.results.csv`。
batch-results-same = 有兩個檔案的結果檔同為 { $name }
batch-results-same-fix = 請讓檔案用不同名稱，或逐一執行並各給一個 --results。
# commands/batch/day.rs
batch-day-left = 今日的 `max_day_total`（{ $limit }）尚餘 { $left }：執行到此即停止，改日再執行時繼續
# commands/batch/elsewhere.rs
batch-place-batch = 批次 { $batch } 有 { $rows } 行
batch-place-none = 不屬批次的有 { $rows } 行
batch-place-others = 其他批次有 { $others } 行
batch-unless-twins = ，除非因疑似重複而剔除
batch-settled-there = 在該處已有定論
batch-settled-then = 執行本檔案時不會再發送
batch-claimed-there = 在該處已佔用
batch-claimed-then = 正在該處發送的留在該處
batch-open-there = 在該處未有定論
batch-open-then = 執行本檔案時會接手{ $unless }
batch-elsewhere-part = { $what }：{ $states }；{ $then }。
batch-elsewhere = 本檔案有些行在別處，按該處狀況計算：{ $places }。{ $parts }
# commands/batch/past.rs
batch-more-in-check = 另有 { $more } 項，`qfrefund batch check` 會列出
batch-of-file = （{ $file }）
batch-earlier-warning = { $rows }{ $of }的付款曾有退款：{ $named }
# commands/batch/results.rs
batch-results-path = --results 請給可寫入的資料夾內 `.csv` 或 `.jsonl` 檔案的路徑。
batch-no-results = 沒有寫結果檔：{ $fault }
batch-no-results-fix = 不加 --results，指令會列出各行的狀況。
# commands/batch/list.rs
batch-list-next = 執行批次的檔案，即發送其待發送的行。沒有檔案時，以 `qfrefund batch cancel --batch BATCH --profile { $profile }` 放棄整批，以 `qfrefund cancel OUT_TRADE_NO --profile { $profile }` 放棄一筆。
# commands/batch/last_look.rs
batch-no-more = 日誌已沒有這筆退款
# commands/batch/nothing.rs
batch-expect-count = --expect-count 只說明有多少筆退款，沒有說明金額
batch-expect-total = 請一併給 `--expect-total CURRENCY=TOTAL`。
# commands/batch/online.rs
batch-differs-paid = 稱付款 { $said }，{ $what }
batch-no-order = 沒有訂單號
batch-differs-order = 訂單號是 { $order_no }，而閘道所示的是：{ $own }
batch-differs-order-fix = 請查明哪個訂單號正確
batch-same-answer = 每筆付款都會得到同一答覆：{ $problem }
batch-looks-failed = 連續 { $count } 次查核不成功：{ $problem }
# commands/batch/orders.rs
batch-line-colon = 第 { $line } 行：
batch-orders-each = 各
batch-orders-it = 它
batch-orders-them = 它們
batch-orders-found = 已向閘道查詢 { $numbers }，{ $each }有一筆成功的付款；`batch check --online` 會列出{ $them }
# commands/batch/parts.rs
batch-file-no-row = { $file } 沒有任何一行
batch-line-each = 每筆退款請寫一行。
batch-of-the-file = 這個檔案
batch-write-profile = 請在每一行寫設定檔名稱
batch-write-shop = 請在每一行寫商店編號
batch-merchant-empty = 是空的，而其他行有寫商戶
batch-merchant-missing = 沒有寫，而其他行有寫商戶
batch-no-profile = 不是設定檔案內的設定檔名稱
batch-write-one-of = 請寫其中之一：{ $all }
batch-mchid-none = 不是任何設定檔的 mchid
batch-mchid-none-fix = 請在該商店的設定檔設定 mchid，或改正此格
batch-mchid-several = 同時是這些設定檔的 mchid：{ $profiles }
batch-profiles-and = 、
batch-mchid-several-fix = 請在 `profile` 欄寫明是哪一個
batch-same-merchant = { $of_what }的設定檔 `{ $first }` 與 `{ $name }` 是同一商戶
batch-same-merchant-fix = 請在所有行寫其中同一個。
# commands/batch/run.rs
batch-held-not-looked = 未能查核每筆付款，所以沒有發送任何退款
batch-held-not-borne = 有行與其付款不符，所以沒有發送任何退款
batch-held-next = 清單逐項列出原因和處理方法。
batch-unended-warning = { $unended }被截短的金額會像較小的金額
batch-one-value = 1 個值
batch-values = { $values } 個值
batch-odd-warning = 本檔案有 { $values }可疑，但不一定有錯；`qfrefund batch check` 會列出
batch-adopted = 在別處登記而未有定論的行，已由本批次接手：{ $rows }
batch-broken-off = 本檔案有部分行已登記；全部登記之前，一行也不會發送：請再執行同一指令以完成其餘，或以 `qfrefund batch cancel { $file }` 放棄。
batch-half-given-up = 本檔案只登記了一部分便被放棄，其餘各行亦不會發送
batch-half-given-up-fix = 如仍要全部退款：`qfrefund batch run { $given } --retry-cancelled`。
batch-cancel-unfinished = 放棄時本檔案只登記了一部分；其餘各行亦不會發送，除非以 --retry-cancelled 執行檔案
batch-may-have-sent = 部分行可能已發送。請以 `qfrefund batch status { $file }` 查看，然後再次執行同一指令。
# commands/batch/standing.rs
batch-again-same = 再執行同一指令
batch-again-file = 以 `qfrefund batch run { $file }` 執行檔案
batch-stale-step = 請{ $again }：會寫 { $path }，不會重複發送。該處如有檔案，是這次執行之前的，內容已不正確。
batch-kept-back = 有規則令 { $rows }不能發送，警告已說明是哪一條。請改正，或以 { $give_up } 放棄。
batch-twin-stays = 疑似重複，仍為
batch-twins-stay = 疑似重複，仍為
batch-twins-planned = 本檔案有 { $rows }{ $are }待發送：要發送請加 --twins-meant，要放棄請用 { $give_up }。
batch-row-stands = 沒有
batch-it-is = 它
batch-rows-stand = 沒有
batch-they-are = 它們
batch-nowhere = 本檔案有 { $rows }在日誌內{ $stand }記錄，所以未發送：請以 `qfrefund batch check { $file }` 查看{ $are }是否仍要發送。
batch-unwritten-one = 請{ $again }：本檔案有 { $rows }從未登記，所以未發送。
batch-unwritten = 請{ $again }：本檔案有 { $rows }從未登記，所以未發送。
batch-own-word = { $rows }，但只有檔案這樣說：請以 `qfrefund batch check { $file } --online` 向閘道查詢。
batch-one-refunded = 有 1 行已退款
batch-rows-refunded = 有 { $rows } 行已退款
batch-unheard-step = 按檔案所說，{ $rows }，但此處沒有記錄：請看 `qfrefund batch check { $file }`。
batch-one-sent = 有 1 行已發送或已放棄
batch-rows-sent = 有 { $rows } 行已發送或已放棄
batch-sent-elsewhere = 另一指令正在發送本檔案的行：待其結束後，請{ $again }。
batch-sent-now = 此刻正在發送：請稍後再看。如已沒有執行中的程序，請{ $again }。
batch-open-step = 請{ $again }，或用 `qfrefund resolve --profile { $profile } --wait` 核實未有定論的行；這些行不會再發送。
batch-only-run-sends = 待發送的行尚未發送；只有 `batch run` 會發送。
batch-planned-step = 請{ $again }：待發送的行尚未發送。
batch-read-in = {" "}{ $results }{" "}
batch-read-with = {" "}`qfrefund history --state declined --profile { $profile }`{" "}
batch-declined-step = 請從{ $place }查看被拒絕的原因。被拒絕的行不會自動再發送：原因消除後，請加 --retry-declined 執行檔案，即作新的嘗試。
batch-cancelled-step = 已取消的行已放棄。如仍要退款，請加 --retry-cancelled 執行檔案。已取消的行不算疑似重複。
batch-open-twins = 有行因與未完成的退款疑似重複而剔除（{ $twins }）：處理方法請看 `qfrefund batch check { $file }`。
batch-nothing-left = 無須再處理。
batch-cure-code = 請先處理停止的原因：`qfrefund explain { $respcd }` 說明方法。
batch-cure-day = 請待明天，或調高設定檔的 `max_day_total`。
batch-cure-batch = 請先調高設定檔的 `max_batch_total`。
batch-cure-pause = 暫停於香港時間 00:35 結束；加 --pause-window 會自行等候。
batch-cure-rate = 請等候數分鐘。
batch-cure-look = 請先確認閘道已恢復回覆查詢。
batch-cure-changed = 這些行登記後，設定檔的 mchid 已更改，不能照原樣發送：請改回，或以 { $give_up } 放棄，再用新的參考編號放入另一檔案，加 --retry-cancelled 發送。
batch-cure-errors = 請先查看未退款的行有何共通之處。
# commands/batch/status.rs
batch-profile-words = 設定檔 `{ $name }`：{ $words }
batch-unheard-of = 日誌沒有包含 { $file } 各行的批次
batch-unheard-of-fix = 改動過的檔案是另一個批次；`qfrefund batch run { $given }` 會登記並發送它。
batch-no-batch = { $file } 有錯誤，所以不成批次
batch-no-batch-fix = 請看 `qfrefund batch check { $given }`。
# commands/batch/together.rs
batch-files-held = 其中一個檔案有行不能發送，所以全部檔案都沒有發送
batch-files-held-next = 錯誤列於各檔案之下。
batch-files-wait = 所有檔案的每一行都可發送之前，不會發送任何退款：阻礙見上文。
batch-file-sound = 這個檔案沒有問題；會與其他檔案一併發送。
batch-merchants-wait = 所有商戶的每一行都可發送之前，不會發送任何退款：阻礙見上文。
batch-nothing-would-see = 不會發送任何退款：各行狀況見上文。
batch-refund-all = 退款請執行：`qfrefund batch run { $files }`。程式腳本請加 `{ $expectation } --no-input`。
batch-next-profiles = 請看各設定檔的下一步。再次執行同一指令，不會重複發送。
# commands/batch/told.rs
batch-unasked = 第 { $line } 行稱已退款，本日誌沒有記錄，而且無法向閘道查詢：{ $why }
batch-hint-nothing-sent = { $hint }沒有發送任何退款。
batch-told-other = 閘道在其退款編號下的退款是 { $syssn }
batch-told-as = 閘道顯示為{ $outcome }
batch-told-none = 閘道查無這筆退款
# commands/batch/twice.rs
batch-twice-name = 或看來相同的，已在 { $file } 第 { $line } 行
batch-twice-name-fix = 每筆退款請用各自的；如屬重複，請移除這一行
batch-twice-merchant = 亦由設定檔 `{ $profile }` 的一行退同一金額
batch-twice-merchant-fix = 請移除錯的一行；如兩筆都要退，請在 `twin` 欄寫 yes
batch-twice-file = 亦在 { $earlier } 第 { $line } 行退款
batch-twice-file-fix = 請移除錯的一行；如兩筆都要退，請先後逐一執行檔案
batch-same-rows = { $first } 與 { $second } 的行完全相同，屬同一批次
batch-same-rows-fix = 請略去其中一個；沒有處理任何檔案。
# commands/batch/run/after.rs
batch-results-unwritten = 未能寫結果檔
batch-rows-uncounted = 執行後未能點算各行
batch-what-failed = { $what }：{ $error }
batch-again-for-that = 請再次執行同一指令補做；不會重複發送。
batch-next-files = 請看各檔案的下一步；`qfrefund batch status { $files }` 會列出全部。再次執行同一指令，不會重複發送。
batch-next-status = 請看各檔案的下一步。`qfrefund batch run { $files }` 會繼續處理全部檔案，不會重複發送。
batch-next-each = 請看各檔案的下一步。
batch-file-words = { $file }：{ $words }
batch-none-told = 這些檔案全都無法列出情況
batch-journal-lacks = 日誌缺少執行前已登記的行
batch-twins-unsent = 因與別處待發送而從未發送的退款疑似重複而剔除的行：{ $unsent } 行。處理方法請看 `qfrefund batch check { $file }`
# commands/batch/run/before.rs
batch-vouched = 檔案稱已退款而本日誌沒有記錄的有 { $rows }，合共 { $words }：閘道顯示全部已退款；已剔除
# commands/batch/run/several.rs
batch-again-mended = 處理好後請再次執行同一指令；不會重複發送。
batch-stop-twins = 本檔案有行以前退過款、在別處待發送，或在檔案內重複
batch-stop-twins-next = 請加 --skip-twins 剔除；如每一行都確實要退，請加 --twins-meant。在別處待發送的，處理方法列於其旁。
batch-stop-copy = 這個檔案是已執行過的檔案的改版，其中有行已由原版退款，或以另一金額退款
batch-stop-copy-next = 請移除這些行，或只退差額。如確實要另外再退，請加 --twins-meant；如金額不同，亦可在 `twin` 欄寫 `yes`；--skip-twins 不能代替。
batch-stop-given-up = 本檔案有行已在另一檔案放棄
batch-stop-given-up-next = 請移除這些行。如仍要退款，--retry-cancelled 會發送已取消的；以未退款結案的，請單筆發起。
batch-paid-unseen = `paid` 欄未與閘道核對：沒有查核付款
batch-tried-again = 再次嘗試，每筆用新的退款編號：{ $again }
batch-before-failed = 之前一個檔案以錯誤結束
batch-nothing-of-file = { $file } 沒有發送任何退款：{ $why }
# batch/check.rs
batch-twin-fix = 請移除這一行，或加 --skip-twins 執行檔案；如確實要退，請在 `twin` 欄寫 yes
batch-same-as-line = 與第 { $first_line } 行的付款和金額相同
batch-above-max = 高於設定檔的 `max_refund`（{ $most }）
batch-above-max-fix = 請以容許該金額的設定檔單筆退款
batch-last-unended = 是最後一行而沒有行尾
batch-last-unended-fix = 請查看檔案是否完整：被截短的金額會像較小的金額
# batch/columns.rs
batch-one-amount = 請只留其一：`amount` 用主要單位（12.50），`txamt` 用最小單位（1250）
batch-column-pair = `{ $pair }` { $problem }
batch-column-no-sign = 沒有 `=`；格式是 `amount=HEADING`
batch-column-unknown = 沒有這個欄；可用的有 { $all }
batch-column-no-heading = 在 `=` 之後沒有標題
batch-column-twice = 所指的欄已有標題
batch-column-two = 把同一標題給了兩個欄
batch-ignored-empty = 不是標題
batch-ignored-read = 是會讀取的欄；請在檔案內改用另一個標題
batch-ignored-result = 是結果檔的欄；請在檔案內改用另一個標題
batch-half-result = 是結果檔的欄，而本檔案不是結果檔：缺少 `refund_syssn`、`state` 或 `respcd`
batch-half-result-fix = 請更改該欄的標題，或補回結果檔的欄
# batch/csv_row.rs
batch-other-separator = 以逗號、分號或定位字元以外的符號分隔各格
batch-usual-separators = 請以這三種之一匯出
batch-separator-differs = 首行所寫的分隔符號與指定的不同
batch-separator-differs-fix = 如檔案正確，請略去 --separator；否則請移除該行
batch-not-headings = 不是標題行，標題似乎在第 { $line } 行
batch-not-headings-fix = 請移除標題以上的行
batch-no-headings = 沒有標題行
batch-no-headings-fix = 請在各行之上加首行，例如 `syssn,amount,reference`
batch-row-of-sums = 是合計行的開首
batch-remove-row = 請移除這一行
batch-repeats-headings = 重複了標題
batch-cells = 有 { $found } 格，而標題有 { $wanted } 個
batch-cells-fix = 每個標題請對應一格；格內如有分隔符號，請用引號括住整格
batch-swallowed = 吞併了其他行：引號打開後到數行之後才關上
batch-swallowed-fix = 格內的引號請寫兩次，並用引號括住整格
# batch/damage.rs
batch-from-source = 請從閘道的報表取得號碼，並把該欄設為文字格式
batch-no-date = 開首不是日期（`YYYYMMDD`），而閘道的付款編號都以日期開首
batch-no-date-fix = 請核對這是不是 QFPay 的付款編號，以及是否完整
batch-zeros = 以零結尾：試算表已四捨五入，末尾數字已失去
batch-float = 經過浮點數：末尾數字已不是閘道的
batch-first-digit = 失去了首個數字：前面加 2 就會以日期開首
batch-currency-sign = 含有貨幣符號 `{ $sign }`
batch-currency-sign-fix = 請只寫數字；貨幣另有一欄
batch-has-separator = 含有分隔符號 `{ $separator }`
batch-has-separator-fix = 請寫數字而不加分隔符號，小數之前用小數點
batch-parentheses = 在括號內，即負數
batch-positive = 請以正數寫付款人可得回的金額
batch-amount-empty = 是空的
batch-amount-empty-fix = 請寫金額；留空絕不代表全數
batch-amount-zero = 是零
batch-amount-zero-fix = 請最少寫 1 個最小單位；零絕不代表全數
batch-amount-negative = 是負數
batch-exponent = 用了指數寫法
batch-exponent-fix = 請寫出所有數字
batch-separator-fix = 請寫數字而不加分隔符號
batch-full-width = 含有全形字元 `{ $c }`
batch-full-width-fix = 請用鍵盤的數字 0-9 和小數點
batch-odd-character = 含有 `{ $c }`
batch-odd-character-fix = 只可用數字和一個小數點
batch-malformed = 小數點兩邊未有數字
batch-malformed-fix = 請寫成例如 0.50
batch-leading-zero = 開首有多餘的零
batch-leading-zero-fix = 請刪去
batch-decimals-none = 有小數，而 { $currency } 沒有小數位
batch-decimals-more = 小數位多於 { $currency } 的 { $n } 位
batch-decimals-minor = 有小數，而 { $currency } 只可用最小單位
batch-decimals-fix = 請寫準確金額；不會作任何四捨五入
batch-point-minor = 有小數點，而 `txamt` 以最小單位的整數計
batch-point-minor-fix = 12.50 請寫 1250，或改用 `amount` 欄
batch-unclear-unit = 是 { $currency }，閘道沒有說明其小數位
batch-unclear-unit-fix = 請在 `txamt` 欄寫最小單位
batch-too-large-amount = 高於閘道的最大值，即 { $most } 個最小單位
batch-too-large-amount-fix = 請核對金額
batch-formula = 是公式
batch-formula-fix = 請只寫號碼
batch-apostrophe = 含有撇號，即試算表的文字記號
batch-without = 請刪去它
batch-quotation = 含有引號
batch-space = 含有空格
batch-invisible = 含有看不見的字元
batch-invisible-fix = 請重新輸入號碼
batch-full-digits = 含有全形數字
batch-full-digits-fix = 請用數字 0-9
# batch/encoding.rs
batch-not-utf8-here = 不是 UTF-8：出錯
batch-not-utf16 = 不是 UTF-16：出錯
batch-not-big5 = 不是 Big5：出錯
batch-not-gbk = 不是 GBK：出錯
batch-not-gb18030 = 不是 `GB 18030`：出錯
batch-encoding-fix = 請給檔案實際的編碼，或另存為「`CSV UTF-8`」
batch-mark-utf8 = 以 UTF-8 的位元組順序記號開首，與指定的編碼不同
batch-mark-utf8-fix = 請用 `--encoding utf-8`
batch-mark-utf16 = 以 UTF-16 的位元組順序記號開首，與指定的編碼或次序不同
batch-mark-utf16-fix = 請用 `--encoding utf-16`
batch-no-mark = 沒有位元組順序記號，無法得知 UTF-16 的次序
batch-no-mark-fix = 請用 `--encoding utf-16le`（視窗系統所寫）或 `utf-16be`
# batch/source.rs
batch-as-utf8 = 請在試算表選擇「另存新檔」、「`CSV UTF-8`」
batch-file-empty = 是空的
batch-file-empty-fix = 請寫標題行，其下每筆退款一行
batch-file-web = 是網頁或 `XML`
batch-file-list = 是 JSON 清單
batch-file-list-fix = 請每行寫一個 JSON 物件（JSONL），外面不加清單
batch-file-utf16 = 是 UTF-16
batch-file-utf16-fix = 請用 `--encoding utf-16`，或在試算表選擇「另存新檔」、「`CSV UTF-8`」
batch-file-utf16le-fix = 請用 `--encoding utf-16le` 或 `utf-16be`，或在試算表選擇「另存新檔」、「`CSV UTF-8`」
batch-file-bytes = 含有文字不會有的位元組
batch-file-give = 請給 CSV 或 JSONL 檔案
batch-file-utf32 = 是 UTF-32
batch-file-zip = 是 `Excel` 活頁簿或 `zip` 壓縮檔
batch-file-xls = 是舊版 `Excel` 活頁簿
batch-file-pdf = 是 `PDF`
batch-file-gzip = 以 `gzip` 壓縮
batch-file-gzip-fix = 請先解壓
batch-file-sqlite = 是 SQLite 資料庫
batch-not-utf8 = 不是 UTF-8（或為 Big5、GBK，即試算表的一般 CSV）：出錯
batch-not-utf8-fix = 如屬其一，請用 `--encoding big5` 或 `gbk`，或在試算表選擇「另存新檔」、「`CSV UTF-8`」
# batch/fault.rs
batch-the-row = 此行
batch-cell = `{ $value }`{" "}
batch-column = { $column }{" "}
batch-column-cell = { $column } `{ $value }`{" "}
batch-fault = 第 { $line } 行：{ $what }{ $problem }
batch-fault-remedy = ；{ $remedy }
batch-io-fix = 請核對檔案存在而且可以讀取
batch-io = 無法讀取檔案第 { $line } 行：{ $error }
batch-the-file-on-line = 檔案{ $problem }（第 { $line } 行）
batch-the-file = 檔案{ $problem }
batch-fault-also = ；另外，
# batch/faults_file.rs
batch-kind-faults = 本程式的錯誤清單
batch-why-faults = 這是本程式的錯誤清單
# batch/results.rs
batch-kind-results = 本程式的結果檔
batch-why-results = 這是本程式的結果檔
batch-results-ending = 名稱須以 `.csv` 或 `.jsonl` 結尾
# batch/safe_file.rs
batch-target-odd = 已存在，而且不是一般檔案
batch-target-other = 已存在，而且不是{ $kind }；請用另一個名稱，或移走該檔案
batch-target-folder = 其資料夾不存在
batch-cannot-write = 無法寫入 `{ $path }`：{ $problem }
# batch/folder.rs
batch-why-hidden = 這是隱藏檔
batch-why-folder = 這是資料夾
batch-why-odd = 這不是一般檔案
batch-why-name = 名稱不以 `.csv`、`.tsv`、`.jsonl` 或 `.ndjson` 結尾
# batch/header.rs
batch-stands-beside = 與 { $other } 並存
batch-amount-currency = 無法以 { $currency } 讀取：閘道沒有說明其小數位
batch-number-heading = 在標題的位置
batch-heading-twice-fix = 請只保留其中一欄，或用不同標題
batch-heading-twice = 在標題中出現兩次
batch-missing-near = 如即為 `{ $near }` 欄，請更改其標題，或加 `--column '{ $name }={ $near }'`
batch-missing-fix = 請加上，或以 `--column { $name }=HEADING` 指明其標題
batch-missing-amount = 不在標題之中，`txamt` 亦然
batch-missing = 不在標題之中
# batch/headings.rs
batch-slip-spelling = 是 `{ $known }` 的另一寫法，不會讀取
batch-slip-letter = 與 `{ $known }` 相差一個字母，不會讀取
batch-slip-fix = 如即為該欄，請照其寫法；如屬另一欄，請加 --ignore-column
# batch/held.rs
batch-held-meant = 如確實如此，請加 --odd-meant 執行檔案
batch-held-both = 是以上的行數，而金額是其合計
batch-held-count = 是以上的行數
batch-held-sum = 看來不是付款編號，而金額是以上各行的合計
batch-held-fix = 如屬合計行，請移除；{ $meant }
batch-held-alone = 開首不是日期（`YYYYMMDD`），而閘道的付款編號都以日期開首：可能是訂單號
batch-held-all = 與檔案內其他付款編號一樣，開首不是日期（`YYYYMMDD`），而閘道的付款編號都以日期開首：可能是訂單號
batch-held-numbers-fix = 請寫付款在 QFPay 的編號（syssn）；如屬貴公司自己的訂單號，請把該欄改稱 `order_no`；{ $meant }
# batch/json_row.rs
batch-no-object = 不是 JSON 物件：`{ $error }`
batch-too-many-keys = 是多出的欄名：檔案已有另外 { $most } 個
batch-too-many-keys-fix = 請減少不同的欄名
batch-same-key = 與 `{ $other }` 意思相同
batch-same-key-fix = 請只保留一個，各行寫法一致
batch-used-beside = 與 `{ $other }` 並用
batch-one-object = 請每行寫一個物件
batch-key-twice = 在同一行出現兩次
batch-keep-one = 請只保留一個
batch-no-text = 既非文字亦非數字
batch-as-text = 請寫成文字
# batch/limits.rs
batch-total = 總額 `{ $total }` { $problem }
batch-total-form = 沒有 `=`；格式是 `HKD=12345.00`
batch-total-unread = 無法讀取：{ $error }
batch-total-point = 以小數點結尾
batch-total-digits = 含有數字和一個小數點以外的字元
batch-total-decimals = 小數位多於 { $currency } 的 { $places } 位
batch-total-large = 太大
# batch/orders.rs
batch-not-paid = 與閘道所示的付款金額 { $shown } 不符
batch-not-paid-fix = 請查看是否正確的付款
# batch/records.rs
batch-byte-zero = 有文字不會有的位元組 00
batch-end-sign = 在檔案結束記號（位元組 1A）之後仍有內容
batch-row-long = 長於 `64 KiB`
batch-row-long-fix = 請檢查換行位置，或縮短該行
batch-after-quote = 關引號之後仍有文字
batch-after-quote-fix = 請用引號括住整格，格內的引號寫兩次
batch-open-quote = 打開的引號沒有關上；其後內容未有讀取
batch-open-quote-fix = 請關上引號；格內的引號請寫兩次
batch-byte-fix = 請移除，或重新匯出檔案
# batch/repeated.rs
batch-repeated = 已在第 { $line } 行
batch-looks-like = 看來與第 { $line } 行的 `{ $kind }` 相同，但其實不同
batch-looks-like-fix = 如屬同一筆退款，請寫法一致；否則請改成一眼可分辨的
batch-refund-of-line = 已是第 { $first } 行的退款
# batch/said.rs
batch-one-refund = 屬另一筆退款的行，請清空此格及 `state` 一格；如屬重複，請移除該行
batch-no-state = 不是結果檔會有的狀態
batch-no-state-fix = 請還原原來的內容；如該行肯定從未發送，請清空此格
# batch/row.rs
batch-unusual = 較為少見：{ $usual }
batch-unusual-fix = 如被拒絕，請用另一個
batch-not-looked-up = 未查詢，所以不知道其付款
batch-not-looked-up-fix = `batch check --online` 會查詢，`batch run` 亦會
batch-paid-less-fix = 請改正錯的一個
batch-paid-less = 少於要退的金額
batch-yes-fix = 確實要就同一付款和金額再退一筆時，請寫 yes
batch-yes = 既非 `yes` 亦非 `no`
batch-syssn-missing = 沒有寫
batch-syssn-fix = 請寫付款編號
batch-syssn-empty = 是空的
batch-syssn-sum-fix = 請寫付款編號；如屬合計行，請移除
batch-syssn-sum = 是空的，但有金額
batch-amount-missing = 沒有寫，`txamt` 亦沒有
batch-amount-missing-fix = 請寫其中一個
batch-currency-spelt = 寫法與閘道不同
batch-currency-spelt-fix = 請寫 { $profile }
batch-currency-fix = 本檔案只放 { $profile } 的退款，其他貨幣請另放檔案並用其設定檔
batch-currency = 不是設定檔的貨幣
batch-mchid = 不是設定檔的 mchid（{ $mchid }）
batch-mchid-fix = 每間商店的退款請各放一個檔案，用各自的設定檔
batch-shop = 指明了商店，而設定檔沒有 mchid
batch-shop-fix = 請在該商店的設定檔設定 mchid；如無須指明商店，請清空該欄
batch-other-profile = 不是這個指令的設定檔 `{ $profile }`
batch-other-profile-fix = 請略去 --profile，每一行即按各自的設定檔退款
# batch/siblings.rs
batch-digits = 有 { $length } 位數字，而其他付款有 { $usual } 位
batch-digits-fix = 請核對是否完整

batch-label-to-look-up = 待查找

# commands/batch/cancel.rs
batch-cancel-left-out = 因疑似重複而剔除的各行已放棄
batch-cancel-left-out-fewer = 因疑似重複而剔除的各行，放棄了 { $rows } 而非 { $shown }：點算之後，與其重複的退款有變
batch-cancel-see-status = 已取消部分行。全部狀況見 `qfrefund batch status { $with_profile }`。
batch-cancel-being-sent = { $rows }{ $were }發送，故沒有取消

# commands/batch/file.rs
batch-journal-not-read = 沒有讀取日誌

# output/batch_check.rs
batch-look-up-rows = { $rows } 行以訂單號指明；其金額尚未計入任何總額

# output/files.rs
batch-label-look-up-of-files = 待查找
batch-was = 正在
batch-were = 正在
