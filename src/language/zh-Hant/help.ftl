# 各頁共用的文字。
help-usage = 用法：
help-commands = 指令：
help-arguments = 參數：
help-options = 選項：
help-values = 可用的值：
help-place-options = [選項]
help-place-command = [指令]
help-place-a-command = <指令>
help-default = [預設：{ $values }]
help-possible = [可用的值：{ $values }]
help-elsewhere = 所有指令共用的選項（--profile、--output 等）：{"\u000A"}`qfrefund help options`
help-options-about = 所有指令共用的選項；可寫在指令之前或之後。
help-flag-help = 顯示說明（-h 為摘要）
help-flag-version = 顯示版本
help-exit-codes = 退出碼：
help-exit-code = { $code }  { $meaning }；再執行：{ $again }

# `batch`
help-batch = 按檔案為多筆付款退款

# `batch cancel`
help-batch-cancel = 放棄尚未發送的行
help-batch-cancel-after =
    範例：
      qfrefund batch cancel refunds.csv --note "wrong file" --profile shop-hk
      qfrefund batch cancel --batch 3f0c51d2a9be --note "the file is lost" --profile shop-hk
help-batch-cancel-arg-batch = 不用檔案，改以批次的識別碼或其開首數字指明批次：見 `batch list`
help-batch-cancel-arg-column = 欄名與預設不同時指明其標題，例如 `amount=退款金額`；可重複使用
help-batch-cancel-arg-encoding = 檔案的文字編碼；不能按此讀出的內容連同行號列作錯誤 [預設：設定檔所定，否則 `utf-8`]
help-batch-cancel-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入
help-batch-cancel-arg-ignore-column = 不須讀取的欄，儘管其標題與會讀取的欄相近；可重複使用
help-batch-cancel-arg-note = 原因，記入日誌
help-batch-cancel-arg-separator = CSV 檔案各欄之間的分隔符 [預設：設定檔所定，否則按標題行判斷]
help-batch-cancel-arg-yes = 不要求確認

# `batch check`
help-batch-check = 讀取檔案每一行並列出所有錯誤；不會發送
help-batch-check-after =
    範例：
      qfrefund batch check refunds.csv --profile shop-hk
      qfrefund batch check refunds.csv --faults to-fix.csv --online --profile shop-hk
help-batch-check-arg-column = 欄名與預設不同時指明其標題，例如 `amount=退款金額`；可重複使用
help-batch-check-arg-encoding = 檔案的文字編碼；不能按此讀出的內容連同行號列作錯誤 [預設：設定檔所定，否則 `utf-8`]
help-batch-check-arg-faults = 把所有錯誤寫入此 CSV 檔案；只限一個檔案
help-batch-check-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`
help-batch-check-arg-file-long =
    退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`

    多個檔案視作一次處理：執行時只預覽一次、確認一次，任何一個檔案有錯便全部不發送。資料夾中的隱藏檔案、結果檔，以及不是 CSV 或 JSONL 的檔案會略過，並會說明。沒有 `--profile` 時，以 `profile` 或 `mchid` 欄註明商戶的行，各按其設定檔退款。
help-batch-check-arg-ignore-column = 不須讀取的欄，儘管其標題與會讀取的欄相近；可重複使用
help-batch-check-arg-online = 同時在請求速率上限內，向閘道查核每筆付款及訂單號
help-batch-check-arg-separator = CSV 檔案各欄之間的分隔符 [預設：設定檔所定，否則按標題行判斷]

# `batch list`
help-batch-list = 列出尚有行未完的批次：從未發送，或未有定論
help-batch-list-after =
    範例：
      qfrefund batch list --profile shop-hk
      qfrefund batch list --every-batch --output json --profile shop-hk
help-batch-list-arg-every-batch = 連同已沒有行待辦的批次

# `batch run`
help-batch-run = 為檔案每一行退款；重複執行必定安全
help-batch-run-after =
    範例：
      qfrefund batch run refunds.csv --results results.csv --profile shop-hk
      qfrefund batch run refunds.csv --expect-count 500 --expect-total HKD=12345.00 --no-input --profile shop-hk --results results.csv

    退出碼：0 每行均已退款；6 有行的結果未明，不論其他行如何；4、5、7 每行同樣是未發送、被拒絕、待處理；10、11 每行仍待發送，因訊號中斷，或因上限、暫停時段或規則所限；9 各行結果不一，會指明最嚴重者；12 檔案不能使用。
help-batch-run-arg-column = 欄名與預設不同時指明其標題，例如 `amount=退款金額`；可重複使用
help-batch-run-arg-encoding = 檔案的文字編碼；不能按此讀出的內容連同行號列作錯誤 [預設：設定檔所定，否則 `utf-8`]
help-batch-run-arg-expect-count = 以要退款的行數作確認，包括先前執行同一檔案時的行；數目不符即拒絕
help-batch-run-arg-expect-total = 以退款總額作確認，例如 HKD=12345.00；不符即拒絕
help-batch-run-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`
help-batch-run-arg-file-long =
    退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`

    多個檔案視作一次處理：執行時只預覽一次、確認一次，任何一個檔案有錯便全部不發送。資料夾中的隱藏檔案、結果檔，以及不是 CSV 或 JSONL 的檔案會略過，並會說明。沒有 `--profile` 時，以 `profile` 或 `mchid` 欄註明商戶的行，各按其設定檔退款。
help-batch-run-arg-ignore-column = 不須讀取的欄，儘管其標題與會讀取的欄相近；可重複使用
help-batch-run-arg-ignore-pause = 在該暫停時段內照樣發送
help-batch-run-arg-jobs = 同時處理的退款筆數
help-batch-run-arg-keep-going = 遇到結果未明後仍繼續
help-batch-run-arg-no-preflight = 不先查核付款
help-batch-run-arg-odd-meant = 可疑之處確屬有意：檔案中的付款編號沒有一個像交易號，或某行看似合計行
help-batch-run-arg-pause-window = 香港午夜前後的暫停時段內等候，而非停止
help-batch-run-arg-rate-limit = 可發送請求的速率：`400/min`、`6/s` 或 `none` [預設：設定檔所定，否則 `400/min`]
help-batch-run-arg-results = 把每行及其結果寫入此 `.csv` 或 `.jsonl` 檔案；有多個檔案時則寫入此資料夾，`a.csv` 的結果在 `a.results.csv`
help-batch-run-arg-retry-cancelled = 已被放棄的行再試一次，各用新的退款編號
help-batch-run-arg-retry-declined = 被閘道拒絕的行再試一次，各用新的退款編號
help-batch-run-arg-retry-declined-long =
    被閘道拒絕的行再試一次，各用新的退款編號

    只限確定被拒絕、而且現時仍是如此的行。已退款、待處理或結果未明的行，處理方式不變。
help-batch-run-arg-separator = CSV 檔案各欄之間的分隔符 [預設：設定檔所定，否則按標題行判斷]
help-batch-run-arg-skip-twins = 剔除曾由此檔案或其他檔案退款的行；其中待發送的仍然待發送
help-batch-run-arg-stop-at-errors = 一個檔案有此數目的行未能退款後便停止
help-batch-run-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-batch-run-arg-twins-meant = 同一付款、同一金額的第二筆退款，以及檔案中所有改過的金額，均確屬有意
help-batch-run-arg-wait = 最後一行發送後，繼續跟進未有定論的行多久，以秒計
help-batch-run-arg-yes = 不要求確認

# `batch sample`
help-batch-sample = 輸出一個小型退款檔案，供在模擬器上試用其他指令
help-batch-sample-after =
    範例（無須憑證，不涉及款項）：
      qfrefund batch sample > refunds.csv
      qfrefund batch check refunds.csv --profile simulator
      qfrefund batch run refunds.csv --results results.csv --profile simulator

# `batch status`
help-batch-status = 顯示批次的進度；其他程序正在執行時亦可
help-batch-status-after =
    範例：
      qfrefund batch status refunds.csv --profile shop-hk
      qfrefund batch status refunds.csv --results results.csv --profile shop-hk
help-batch-status-arg-column = 欄名與預設不同時指明其標題，例如 `amount=退款金額`；可重複使用
help-batch-status-arg-encoding = 檔案的文字編碼；不能按此讀出的內容連同行號列作錯誤 [預設：設定檔所定，否則 `utf-8`]
help-batch-status-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`
help-batch-status-arg-file-long =
    退款檔案（CSV 或 JSONL）或其資料夾；單獨一個 `-` 表示讀取標準輸入。格式見 `docs/batch-files.md`

    多個檔案視作一次處理：執行時只預覽一次、確認一次，任何一個檔案有錯便全部不發送。資料夾中的隱藏檔案、結果檔，以及不是 CSV 或 JSONL 的檔案會略過，並會說明。沒有 `--profile` 時，以 `profile` 或 `mchid` 欄註明商戶的行，各按其設定檔退款。
help-batch-status-arg-ignore-column = 不須讀取的欄，儘管其標題與會讀取的欄相近；可重複使用
help-batch-status-arg-results = 把每行及其至今的結果寫入此 `.csv` 或 `.jsonl` 檔案，多個檔案時寫入此資料夾；不會發送
help-batch-status-arg-separator = CSV 檔案各欄之間的分隔符 [預設：設定檔所定，否則按標題行判斷]

# `cancel`
help-cancel = 放棄一筆從未發送的退款
help-cancel-after =
    範例：
      qfrefund cancel RF20261122-7Q2M8D4T1ZK5W9XBC3VN --note "wrong payment" --profile shop-hk

    該退款編號從此不能再用；其參考編號可用 `issue --again` 再試。`batch cancel` 放棄整個批次。
help-cancel-arg-note = 原因，記入日誌
help-cancel-arg-out-trade-no = 退款：其退款編號、參考編號、原交易或退款交易號，或其開首（只有一筆符合）
help-cancel-arg-yes = 不要求確認

# `close`
help-close = 由你說明款項的去向，把未有定論的退款結案
help-close-after =
    範例：
      qfrefund close RF20261122-7Q2M8D4T1ZK5W9XBC3VN --as refunded-elsewhere --note "in the portal, by Wing, ticket 88123" --profile shop-hk
      qfrefund close RF20261122-7Q2M8D4T1ZK5W9XBC3VN --as not-refunded --note "the payer keeps the goods" --unseen "the gateway is gone" --profile shop-hk
help-close-arg-closed-as = 款項的去向
help-close-arg-closed-as-value-not-refunded = 付款人沒有收到退款：該付款可以再退款
help-close-arg-closed-as-value-refunded-elsewhere = 付款人已循其他途徑收回款項：其金額計作已退回
help-close-arg-closed-as-value-written-off = 無人能夠查明：其金額計作已支出，因為可能確已支出
help-close-arg-note = 如何了結，以及由誰說明
help-close-arg-out-trade-no = 退款：其退款編號、參考編號、原交易或退款交易號，或其開首（只有一筆符合）
help-close-arg-unseen = 尚未有足夠時間確認閘道沒有這筆退款而仍要結案的原因
help-close-arg-unseen-long =
    尚未有足夠時間確認閘道沒有這筆退款而仍要結案的原因

    沒有此選項時，須有最少 3 次查核均找不到這筆退款，首尾相隔最少 10 分鐘，並在此刻再查核一次，而且閘道從未顯示過它，與 `resolve --resend` 相同。
help-close-arg-yes = 不要求確認

# `completions`
help-completions = 輸出 `shell` 的自動完成設定
help-completions-after =
    範例：
      qfrefund completions bash > ~/.local/share/bash-completion/completions/qfrefund
help-completions-arg-shell = 哪一種 `shell`

# `enquiry`
help-enquiry = 向閘道查詢一筆退款或付款的結果
help-enquiry-after =
    範例：
      qfrefund enquiry RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk
      qfrefund enquiry 20260105000200020000000001 --profile shop-hk
      qfrefund enquiry --syssn 20260105000200020000000001 --profile simulator --output json

    退出碼表示查得的狀態：0 已完成，5 被拒絕，7 待處理，6 找不到或未能得知。
help-enquiry-arg-month = 提交的月份，香港時間；可重複使用
help-enquiry-arg-month-long =
    提交的月份，香港時間；可重複使用

    閘道每次只列出一個曆月。預設會試編號中的月份及下一個月；編號沒有日期時，則試本月及上月。
help-enquiry-arg-out-trade-no = 退款編號（out_trade_no），或閘道的付款或退款交易號
help-enquiry-arg-out-trade-no-long =
    退款編號（out_trade_no），或閘道的付款或退款交易號

    日誌記為交易號的，以交易號查詢。只是形似交易號的（日期及 22 至 26 位數字），先當作商戶的編號查詢；以何者查詢會有說明。
help-enquiry-arg-syssn = 以閘道的付款或退款交易號，代替我們的編號
help-enquiry-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]

# `explain`
help-explain = 解釋閘道的回應碼，無須連線
help-explain-after =
    範例：
      qfrefund explain 1265
      qfrefund explain 1143 1251 --output json
      qfrefund explain --all
help-explain-arg-all = 所有回應碼
help-explain-arg-codes = 回應碼（respcd），每個四位數字

# `help`
help-help = 顯示此說明，或某個指令的說明

# `history`
help-history = 列出日誌中的退款
help-history-after =
    範例：
      qfrefund history --profile shop-hk
      qfrefund history CRM-88123 --profile shop-hk
      qfrefund history --state unknown --state pending --profile shop-hk
      qfrefund history --since 2026-11-01 --until 2026-12-01 --by settled --output csv --profile shop-hk
help-history-arg-amount = 只列此金額的退款（設定檔的貨幣），或兩個金額之間：10.00..25.00、10.00.. 或 ..25.00
help-history-arg-batch = 只列此批次的行；識別碼的開首數字已足夠
help-history-arg-by = --since 及 --until 所指的時間
help-history-arg-by-value-sent = 最終作準的一次發送，取出準備發送的時間
help-history-arg-by-value-settled = 閘道所示的時間，決定結算日；只限已退款者
help-history-arg-by-value-wanted = 記入日誌的時間
help-history-arg-called = 只列退款編號、參考編號、原交易或退款交易號與此相同，或以此開首（最少 6 個字元）的退款
help-history-arg-changed-since = 只列自此日或此刻起有新記錄的退款，或在先前清單的 `cursor` 之後有新記錄者（日誌須由該處延續）；`0` 為開端
help-history-arg-every-profile = 共用此日誌的所有設定檔的退款
help-history-arg-file = 只列最初取自此名稱檔案的批次的行；前面的資料夾不計
help-history-arg-journal = 讀取此檔案（例如備份），不作任何更改；無須設定檔
help-history-arg-limit = 最多列出的數目；0 為全部 [預設：表格 50，其他形式為全部]
help-history-arg-oldest-first = 由舊至新，而非由新至舊
help-history-arg-operator = 只列此操作員發起的退款，寫法與清單相同：`mei (uid 1000)`
help-history-arg-reference = 只列此參考編號的退款
help-history-arg-since = 只列自此日或此刻起的退款，香港時間
help-history-arg-state = 只列此狀態的退款；可重複使用
help-history-arg-state-value-cancelled = 發送前已放棄
help-history-arg-state-value-closed = 由操作員結案，不論款項的去向
help-history-arg-state-value-declined = 被拒絕
help-history-arg-state-value-pending = 閘道待處理
help-history-arg-state-value-planned = 已記下，確定未發送
help-history-arg-state-value-refunded = 已退款
help-history-arg-state-value-sending = 發送中
help-history-arg-state-value-unknown = 已發送或可能已發送，結果未明
help-history-arg-syssn = 只列此付款的退款
help-history-arg-txamt = 只列此金額的退款，以最小單位計
help-history-arg-until = 只列此日或此刻之前的退款，香港時間

# `issue`
help-issue = 為一筆付款全數或部分退款
help-issue-after =
    範例：
      qfrefund issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes
      qfrefund issue 20260105000200020000000001 --txamt 1250 --reference CRM-88123 --profile shop-hk --output json --no-input --yes
      qfrefund issue 20260105000200020000000001 --amount 12.50 --profile shop-hk --dry-run
      qfrefund issue 20260105000200020000000001 --txamt 1250 --reference CRM-88123 --again --profile shop-hk
      qfrefund issue --order-no ORDER-2026-77 --full --profile shop-hk
help-issue-arg-again = 把此參考編號下被拒絕或已放棄的退款再試一次
help-issue-arg-again-long =
    把此參考編號下被拒絕或已放棄的退款再試一次

    以新的退款編號再試，取代先前一次；若原先的付款或金額有誤，可改用另一筆付款或金額。只限確定未有退款者：待處理或結果未明的，永不再試。須連同 `--reference`。
help-issue-arg-amount = 金額，以設定檔貨幣的主要單位計，例如 12.50
help-issue-arg-amount-long =
    金額，以設定檔貨幣的主要單位計，例如 12.50

    按所寫讀取：不作四捨五入，不可有千位分隔符號。`IDR` 及 `MMK` 只接受 `--txamt`，因為閘道沒有說明其小數位數。
help-issue-arg-beside-open = 已查看這筆付款未有定論的一筆退款，可與它並存
help-issue-arg-beside-open-long =
    已查看這筆付款未有定論的一筆退款，可與它並存

    沒有此選項時，付款如有待處理或結果未明的退款，便不接受另一筆。此決定會記錄在案。有多筆時須逐一註明。
help-issue-arg-dry-run = 只顯示將會發送的內容及計算簽名的文字，不發送
help-issue-arg-dry-run-long =
    只顯示將會發送的內容及計算簽名的文字，不發送

    客戶端密鑰會遮蓋。所示簽名屬於可以發送的請求：請把輸出當作機密處理。
help-issue-arg-full = 退回該付款的全部可退餘額
help-issue-arg-no-preflight = 不先查核付款
help-issue-arg-order-no = 改以訂單號（付款的 out_trade_no）指明付款；會先向閘道查找
help-issue-arg-order-no-long =
    改以訂單號（付款的 out_trade_no）指明付款；會先向閘道查找

    必須是過去一年內唯一一筆成功的付款；會顯示是哪一筆。有參考編號時，兩種寫法的退款編號相同。
help-issue-arg-out-trade-no = 此筆退款的編號，最多 128 個可見的半形英數字及符號，不含逗號 [預設：新編號]
help-issue-arg-out-trade-no-long =
    此筆退款的編號，最多 128 個可見的半形英數字及符號，不含逗號 [預設：新編號]

    不論付款或退款，必須從未用過。閘道只見過 1 至 64 個 `[A-Za-z0-9_-]` 字元的編號；其他會有警告。
help-issue-arg-reason = 退款原因；會顯示在結果中，不會發送
help-issue-arg-reference = 你自己給此筆退款的參考編號，例如工單編號
help-issue-arg-reference-long =
    你自己給此筆退款的參考編號，例如工單編號

    以同一參考編號再次執行，只會顯示首次的結果，不會發送；付款或金額不同則拒絕。被拒絕的退款以 `--again` 再試。參考編號不會發送。
help-issue-arg-reveal-key = 與 --dry-run 同用：在計算簽名的文字中顯示客戶端密鑰
help-issue-arg-syssn = 要退款的付款的交易號（syssn）
help-issue-arg-timeout = 等候閘道的最長時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-issue-arg-twin = 確實要就同一付款、同一金額退第二筆，不論參考編號
help-issue-arg-txamt = 金額，以最小單位計，與閘道相同：1250 即 HKD 12.50 或 JPY 1250
help-issue-arg-txdtm = 請求時間，UTC+8 [預設：發送之時]
help-issue-arg-udid = 商戶後台顯示的裝置編號，最多 40 個字元
help-issue-arg-wait = 未有定論時，繼續向閘道查詢 [預設：300 秒]
help-issue-arg-yes = 不要求確認

# `journal`
help-journal = 建立、驗證、匯出、備份或還原日誌

# `journal adopt merchant`
help-journal-adopt-merchant = 說明設定檔的商戶是否先前退款的商戶；會記錄在案
help-journal-adopt-merchant-after =
    範例：
      qfrefund journal adopt-merchant --same --note "app code renewed, ticket 88123" --profile shop-hk
      qfrefund journal adopt-merchant --of "production OLD-APP-CODE -" --same --profile shop-hk
help-journal-adopt-merchant-arg-note = 原因，記入日誌
help-journal-adopt-merchant-arg-of = 先前的商戶，按日誌的叫法 [預設：設定檔名下之前的一個，否則為再無設定檔指明的唯一一個]
help-journal-adopt-merchant-arg-other = 是另一商戶，由零開始
help-journal-adopt-merchant-arg-same = 是同一商戶：當時的退款計算在內，參考編號視為已用，未有定論的以此設定檔核實 [預設：詢問]

# `journal backup`
help-journal-backup = 把日誌備份成新檔案；其他程序可以繼續寫入
help-journal-backup-after =
    範例：
      qfrefund journal backup /backup/journal-{ "{" }date{ "}" }.db --profile shop-hk
      qfrefund journal backup /backup/ --profile shop-hk
help-journal-backup-arg-file = 新檔案；名稱中的 `{ "{" }date{ "}" }` 為香港日期。在資料夾內則以日誌、日期及時間命名。絕不取代現有檔案

# `journal export`
help-journal-export = 把全部內容以 JSON 逐行寫到標準輸出
help-journal-export-after =
    範例：
      qfrefund journal export --profile shop-hk > journal.jsonl

# `journal init`
help-journal-init = 建立設定檔的日誌；已有的絕不更動
help-journal-init-after =
    範例：
      qfrefund journal init --profile shop-hk
help-journal-init-arg-anew = 即使此處曾有日誌：該日誌已遺失，亦沒有備份
help-journal-init-arg-anew-long =
    即使此處曾有日誌：該日誌已遺失，亦沒有備份

    其後，在 `journal rejoin` 補錄閘道所示的退款之前，不會發送。
help-journal-init-long =
    建立設定檔的日誌；已有的絕不更動

    沒有日誌便不會發送；涉及真實款項時，日誌須特意建立：新日誌對先前的退款一無所知。

# `journal rejoin`
help-journal-rejoin = 為此設定檔的商戶，從閘道補錄日誌所缺
help-journal-rejoin-after =
    範例：
      qfrefund journal rejoin --profile shop-hk
      qfrefund journal rejoin --since 2026-09 --profile shop-hk
help-journal-rejoin-arg-leave-out = 略過此交易號的退款，因其記錄讀不到；可重複使用
help-journal-rejoin-arg-since = 由此月份起讀取 [預設：確定屬於此日誌的最新事件之前一個月]
help-journal-rejoin-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-journal-rejoin-long =
    為此設定檔的商戶，從閘道補錄日誌所缺

    在放回較舊的備份或遺失最新部分之後使用：讀取閘道自日誌最新事件起的各月，記下日誌沒有的每筆退款。

# `journal restore`
help-journal-restore = 以備份還原日誌，並從閘道補錄所缺
help-journal-restore-after =
    範例：
      qfrefund journal restore /backup/journal-2026-11-22.db --profile shop-hk
help-journal-restore-arg-file = 由 `journal backup` 所作的備份
help-journal-restore-arg-forget-open = 即使會遺漏移開的日誌中的退款，或備份屬於另一日誌
help-journal-restore-arg-leave-out = 略過此交易號的退款，因其記錄讀不到；可重複使用
help-journal-restore-arg-since = 由此月份起讀取 [預設：確定屬於此日誌的最新事件之前一個月]
help-journal-restore-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-journal-restore-long =
    以備份還原日誌，並從閘道補錄所缺

    原有檔案會移開，絕不刪除。補錄所缺之前，不會發送。

# `journal verify`
help-journal-verify = 找出被更改、刪除或調換次序的記錄
help-journal-verify-after =
    範例：
      qfrefund journal verify --profile shop-hk
      qfrefund journal verify --journal /backup/journal-2026-11-22.db
      qfrefund journal verify --expect 1412:9f2c0d4be1a7536c8e0f9a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f --profile shop-hk
help-journal-verify-arg-expect = 先前記下、必須仍在鏈中的事件；可重複使用
help-journal-verify-arg-expect-long =
    先前記下、必須仍在鏈中的事件；可重複使用

    即結果中的 `journal_head`，或先前驗證所得的 `head_seq` 及 `head_hash`。
help-journal-verify-arg-journal = 讀取此檔案（例如備份），不作任何更改；無須設定檔
help-journal-verify-long =
    找出被更改、刪除或調換次序的記錄

    日誌的鏈沒有密鑰：若有人小心重建整條鏈，或連同其後果一併截去結尾，單憑此指令不能發現。另行記下的最新事件則可以發現。

# `man`
help-man = 輸出程式或某個指令的手冊頁，或安裝全部
help-man-after =
    範例：
      qfrefund man | man -l -
      qfrefund man simulator serve
      qfrefund man --install ~/.local/share/man/man1
help-man-arg-command = 指令，一個或兩個字
help-man-arg-install = 改為把所有指令的手冊頁寫入此資料夾
help-man-arg-install-long =
    改為把所有指令的手冊頁寫入此資料夾

    `man` 會自行找到 `~/.local/share/man/man1` 內的手冊頁，例如 `man qfrefund-issue`。

# `payment`
help-payment = 說明一筆付款的全部所知：退款、可退餘額，以及如何回覆顧客
help-payment-after =
    範例：
      qfrefund payment 20260105000200020000000001 --profile shop-hk
      qfrefund payment --order-no ORDER-2026-77 --profile shop-hk

    不涉及款項。全部已有定論時退出碼為 0，否則為未有定論的退款中最嚴重者：6 結果未明，7 待處理，11 從未發送。
help-payment-arg-order-no = 改以訂單號（付款的 out_trade_no）指明付款；會先向閘道查找
help-payment-arg-syssn = 付款的交易號（syssn）
help-payment-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]

# `profile`
help-profile = 列出、顯示及檢查設定檔

# `profile check`
help-profile-check = 檢查所有設定檔或所指的一個，以及其密鑰能否讀取
help-profile-check-after =
    範例：
      qfrefund profile check
      qfrefund profile check shop-hk
      qfrefund profile check shop-hk --online
help-profile-check-arg-name = 設定檔 [預設：全部]
help-profile-check-arg-online = 同時向閘道查詢一次：密鑰、`app_code` 及 mchid 是否相配；不涉及款項

# `profile init`
help-profile-init = 設立設定檔：在終端機上逐步提問，否則寫出附有註解的設定檔案範例
help-profile-init-after =
    範例：
      qfrefund profile init
      qfrefund profile init shop-hk
help-profile-init-arg-name = 新設定檔的名稱 [預設：詢問]
help-profile-init-long =
    設立設定檔：在終端機上逐步提問，否則寫出附有註解的設定檔案範例

    在終端機上會逐項詢問所需資料，把一個設定檔寫入設定檔案（其餘內容不變），並建立日誌。有 `--no-input` 或不在終端機上時，只在未有設定檔案之處寫出範例。

# `profile list`
help-profile-list = 列出設定檔
help-profile-list-after =
    範例：
      qfrefund profile list

# `profile set key`
help-profile-set-key = 從標準輸入讀取設定檔的客戶端密鑰，存入作業系統的鑰匙圈
help-profile-set-key-after =
    範例：
      qfrefund profile set-key shop-hk < key.txt
      pass show qfpay/shop-hk | qfrefund profile set-key shop-hk
help-profile-set-key-arg-name = 設定檔，其 `client_key_keyring` 指明鑰匙圈項目

# `profile show`
help-profile-show = 顯示一個設定檔；絕不顯示其密鑰
help-profile-show-after =
    範例：
      qfrefund profile show shop-hk
help-profile-show-arg-name = 設定檔 [預設：--profile，其次為 `default_profile`]

# `qfrefund` 及所有指令共用的選項
help-qfrefund = 經 QFPay 的退款 API 發起退款
help-qfrefund-after =
    無須憑證即可試用，不涉及款項：
      qfrefund issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes
help-qfrefund-arg-color = 何時使用顏色
help-qfrefund-arg-color-value-always = 總是使用
help-qfrefund-arg-color-value-auto = 在終端機上使用，除非設有 `NO_COLOR`
help-qfrefund-arg-color-value-never = 從不使用
help-qfrefund-arg-config = 設定檔案 [預設：`$QFREFUND_CONFIG`，其次為用戶設定資料夾內的 `qfrefund/config.toml`]
help-qfrefund-arg-lang = 供人閱讀的文字所用的語言 [預設：設定檔所定，其次按系統地區設定]
help-qfrefund-arg-lang-value-en = 英文
help-qfrefund-arg-lang-value-zh-Hant = 繁體中文
help-qfrefund-arg-no-input = 從不詢問；須詢問時即以錯誤結束
help-qfrefund-arg-output = 標準輸出上結果的形式
help-qfrefund-arg-output-value-csv = 以逗號分隔的值，供清單使用
help-qfrefund-arg-output-value-json = 一份 JSON 文件；見 `docs/output.md`
help-qfrefund-arg-output-value-jsonl = 每行一個 JSON 物件，供清單使用
help-qfrefund-arg-output-value-table = 供人閱讀
help-qfrefund-arg-profile = 所用的設定檔：商戶、環境及密鑰 [預設：設定檔案中的 `default_profile`]
help-qfrefund-arg-profile-long =
    所用的設定檔：商戶、環境及密鑰 [預設：設定檔案中的 `default_profile`]

    `simulator` 為內置，無須設定檔案。正式環境、真實測試及自訂網址絕不因預設而使用：必須在此或在提問時指明。
help-qfrefund-arg-quiet = 不顯示注意、警告及進度；錯誤照樣顯示
help-qfrefund-long =
    經 QFPay 的退款 API 發起退款：絕不重複，絕不遺漏，絕不把猜測當作事實。

    已發送而未有明確回覆的退款是 `unknown`（結果未明），絕非 `failed`：再發送任何東西之前，先以 `qfrefund resolve` 核實。

# `reopen`
help-reopen = 撤銷結案
help-reopen-after =
    範例：
      qfrefund reopen RF20261122-7Q2M8D4T1ZK5W9XBC3VN --note "it was another ticket" --profile shop-hk
help-reopen-arg-note = 原因，記入日誌
help-reopen-arg-out-trade-no = 退款：其退款編號、參考編號、原交易或退款交易號，或其開首（只有一筆符合）

# `resolve`
help-resolve = 核實未有定論的退款，查明結果
help-resolve-after =
    範例：
      qfrefund resolve --profile shop-hk
      qfrefund resolve RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk --wait
      qfrefund resolve --every-profile --quiet
      qfrefund resolve --resend RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk

    退出碼為所得結果中最嚴重者：0 全部已退款，5 有被拒絕，7 有待處理，6 仍有結果未明。
help-resolve-arg-all = 設定檔內所有待處理、結果未明及已結案的退款；即預設，明確寫出
help-resolve-arg-every-profile = 設定檔案中所有設定檔的退款，逐一處理
help-resolve-arg-note = 與 --resend 同用：原因，記入日誌
help-resolve-arg-out-trade-no = 各筆退款：其退款編號、參考編號、原交易或退款交易號，或其開首（只有一筆符合） [預設：設定檔內所有待處理及結果未明者，以及已結案者]
help-resolve-arg-resend = 以同一退款編號再次發送同一請求；可寫多筆
help-resolve-arg-resend-long =
    以同一退款編號再次發送同一請求；可寫多筆

    只限結果未明、最少 3 次查核均找不到（首尾相隔最少 10 分鐘），並在此刻再查核一次仍找不到的退款。有多筆時先全部顯示，一次確認；被拒絕者會說明，不影響其他。
help-resolve-arg-timeout = 每次回覆最長的等候時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-resolve-arg-wait = 繼續查詢，直至全部有定論 [預設：300 秒]
help-resolve-arg-yes = 與 --resend 同用：不要求確認

# `show`
help-show = 顯示一筆退款及其全部經過
help-show-after =
    範例：
      qfrefund show RF20261122-7Q2M8D4T1ZK5W9XBC3VN --profile shop-hk
      qfrefund show CRM-88123 --profile shop-hk
      qfrefund show RF20261122-7Q --profile shop-hk
help-show-arg-journal = 讀取此檔案（例如備份），不作任何更改；無須設定檔
help-show-arg-out-trade-no = 退款：其退款編號、參考編號、原交易或退款交易號，或其開首（只有一筆符合）

# `simulator`
help-simulator = 在本機執行不涉及款項的模擬閘道

# `simulator list`
help-simulator-list = 列出模擬器的付款及已執行的退款
help-simulator-list-after =
    範例：
      qfrefund simulator list --output json
help-simulator-list-arg-state = 存放其付款及退款的檔案 [預設：用戶資料資料夾內的 `qfrefund/simulator.jsonl`]

# `simulator reset`
help-simulator-reset = 清除模擬器的所有付款及退款
help-simulator-reset-after =
    範例：
      qfrefund simulator reset
help-simulator-reset-arg-state = 存放其付款及退款的檔案 [預設：用戶資料資料夾內的 `qfrefund/simulator.jsonl`]

# `simulator serve`
help-simulator-serve = 啟動模擬閘道，直至中斷
help-simulator-serve-after =
    範例：
      qfrefund simulator serve
      qfrefund simulator serve --listen 127.0.0.1:8080 --faults faults.toml --payments payments.jsonl

    其付款、規則及故障見 `docs/simulator.md`。
help-simulator-serve-arg-allow-remote = 亦接受可由其他機器連接的地址
help-simulator-serve-arg-faults = 要模擬的故障，TOML 檔案
help-simulator-serve-arg-listen = 地址及連接埠；連接埠 0 表示任何空閒的連接埠
help-simulator-serve-arg-mchid = 每個請求必須帶有的商店編號 [預設：任何或沒有]
help-simulator-serve-arg-payments = 內置付款以外的付款，JSONL 檔案
help-simulator-serve-arg-rule = 要開啟或關閉的閘道規則；可重複使用
help-simulator-serve-arg-rule-value-clearing-pause = 香港時間 23:30 至 00:30 拒絕退款
help-simulator-serve-arg-rule-value-every-month = 以 out_trade_no 查詢時可見所有月份，而不限本月
help-simulator-serve-arg-rule-value-refund-windows = 超過付款方式的退款期限後拒絕退款
help-simulator-serve-arg-state = 存放其付款及退款的檔案 [預設：用戶資料資料夾內的 `qfrefund/simulator.jsonl`]

# `status`
help-status = 說明有何待辦、今日已退款多少、日誌狀況如何；不向閘道查詢
help-status-after =
    範例：
      qfrefund status
      qfrefund status --older-than 2h --quiet --profile shop-hk || page-somebody
      qfrefund status --prometheus > /var/lib/node_exporter/qfrefund.prom

    沒有 `--profile` 時，逐一說明設定檔案中的所有設定檔。退出碼為 0；日誌讀不到時為 3；有 `--older-than` 時，為等候更久者之中最嚴重的：6 結果未明，7 待處理，11 待發送。
help-status-arg-older-than = 以等候超過此時間的退款中最嚴重者為退出碼：`30m`、`2h`、`1d`
help-status-arg-prometheus = 改為輸出 `Prometheus` 文字
