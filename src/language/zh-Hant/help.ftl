# 標題
help-usage = 用法：
help-commands = 指令
help-arguments = 參數
help-options = 選項
help-examples = 範例：
help-values = 可選：
help-default = 預設：
help-elsewhere = 各指令共用的選項（--profile、--output 等）：`qfrefund help options`
help-shared = 各指令共用的選項；可寫在指令名稱之前或之後。
help-exit-codes = 退出碼：
help-exit-code = { $code }  { $meaning }；再次執行：{ $again }
help-help = 顯示說明

# 總說明
help-root = 經 QFPay 的退款 API 發出退款
help-root-long = 經 QFPay 的退款 API 發出退款：不會退兩次，不會遺漏，也不會把猜測當作事實。

    已發送而沒有明確回覆的退款稱為「結果未明」，絕不稱為失敗：再發送任何款項之前，請先用 `qfrefund resolve` 查明。
help-root-heading = 無需憑證即可試用；不會移動款項：
help-root-arg-profile = 使用的設定檔：商戶、環境及密鑰 [預設：設定檔案的 `default_profile`]
help-root-arg-profile-long = `simulator` 是內置的，無需設定檔案。正式環境、真實測試及自訂地址絕不會預設使用：必須在此或在提問時指明。
help-root-arg-config = 設定檔案 [預設：`$QFREFUND_CONFIG`，其次是使用者設定資料夾內的 `qfrefund/config.toml`]
help-root-arg-output = 標準輸出的結果格式
help-root-arg-output-value-table = 供人閱讀
help-root-arg-output-value-json = 一份 JSON 文件；見 `docs/output.md`
help-root-arg-output-value-jsonl = 每行一個 JSON 物件，用於清單
help-root-arg-output-value-csv = 逗號分隔，用於清單
help-root-arg-no-input = 從不提問；需要提問時即告失敗
help-root-arg-quiet = 不顯示注意、警告及進度；錯誤仍會顯示
help-root-arg-color = 何時使用顏色
help-root-arg-color-value-auto = 在終端機上，除非設有 `NO_COLOR`
help-root-arg-color-value-always = 總是
help-root-arg-color-value-never = 從不
help-root-arg-lang = 供人閱讀的語言 [預設：設定檔所定，其次是系統語系]
help-root-arg-lang-value-en = 英文
help-root-arg-lang-value-zh-Hant = 繁體中文

# 多個指令共用的參數
help-arg-timeout = 每次等待閘道回覆的最長時間，1 至 600 秒 [預設：設定檔所定，否則 60]
help-arg-yes = 不要求確認
help-arg-note = 原因，記入日誌
help-arg-order-no = 改用自己的付款編號（其 `out_trade_no`），先向閘道查找
help-arg-out-trade-no = 退款：其編號、參考編號、付款或交易號，或只有一筆符合的開首
help-arg-journal = 讀取此檔案（例如備份），不作任何更改；無需設定檔
help-arg-since = 由此月起讀取 [預設：日誌最新可靠事件的前一個月]
help-arg-leave-out = 略過此交易號的退款（其記錄不能讀取）；可重複使用
help-arg-state = 存放付款及退款的檔案 [預設：使用者資料夾內的 `qfrefund/simulator.jsonl`]
help-arg-file = 退款檔案，CSV 或 JSONL；- 表示標準輸入。見 `docs/batch-files.md`
help-arg-file-long = 沒有 --profile 時，以 `profile` 或 `mchid` 欄指明商戶的各行，會用各自的設定檔。
help-arg-column = 名稱不同的欄標題，例如 `amount=退款金額`；可重複使用
help-arg-ignore-column = 不擬讀取的欄，雖然其標題與會讀取的相近；可重複使用
help-arg-separator = CSV 檔案的分隔符 [預設：設定檔所定，否則由標題判斷]
help-arg-encoding = 文字編碼；不能以此解讀的會連同行號報錯 [預設：設定檔所定，否則 UTF-8]

# issue
help-issue = 就一筆付款退款，全額或部分
help-issue-arg-syssn = 要退款的付款在閘道的交易號（syssn）
help-arg-order-no-long = 必須是過去一年內唯一一筆成功的付款；會顯示是哪一筆。無論用哪種方式，同一參考編號得出同一退款編號。
help-issue-arg-amount = 金額，以設定檔貨幣的主要單位計，例如 12.50
help-issue-arg-amount-long = 完全按所寫讀取：不四捨五入，不接受分隔符。IDR 及 MMK 只可用 --txamt，因為閘道沒有說明其小數位。
help-issue-arg-txamt = 金額，以最小單位計，與閘道相同：1250 即 HKD 12.50 或 JPY 1250
help-issue-arg-full = 退還這筆付款的全部可退餘額
help-issue-arg-reference = 你為這筆退款自訂的參考編號，例如工單編號
help-issue-arg-reference-long = 以同一參考編號再執行，只會顯示第一次的結果而不發送；付款或金額不同則會被攔下。被拒絕的可用 --again 再試。不會發送給閘道。
help-issue-arg-again = 就此參考編號下被拒絕或已取消的退款再試一次
help-issue-arg-again-long = 以新的編號另作嘗試，代替先前的一筆；如先前的付款或金額有誤，可一併更改。只在確定沒有退款時才可：待處理或結果未明的絕不再試。須同時使用 --reference。
help-issue-arg-reason = 退款原因；會在結果內重複，不會發送給閘道
help-issue-arg-udid = 商戶後台顯示的裝置編號，最多 40 個字元
help-issue-arg-out-trade-no = 這筆退款的編號，最多 128 個可見 ASCII 字元，不含逗號 [預設：新編號]
help-issue-arg-out-trade-no-long = 必須從未用於付款或退款。閘道只見過 1 至 64 個 `[A-Za-z0-9_-]`；其他會有警告。
help-issue-arg-txdtm = 請求時間，香港時間 [預設：發送之時]
help-issue-arg-dry-run = 顯示將會發送的內容及計算簽名的文字，但不發送
help-issue-arg-dry-run-long = 客戶端密鑰會遮蓋。所示簽名屬於一個可以發送的請求：請將輸出保密。
help-issue-arg-reveal-key = 配合 --dry-run：在計算簽名的文字內顯示客戶端密鑰
help-issue-arg-twin = 確實要就同一付款及金額退第二筆，不論參考編號
help-issue-arg-beside-open = 已查看這筆付款一筆未有定論的退款，這筆可與之並存
help-issue-arg-beside-open-long = 沒有此選項，有待處理或結果未明退款的付款不會再接受另一筆。會記錄在案。如有多筆未有定論，請重複使用。
help-issue-arg-no-preflight = 發送前不查核這筆付款
help-issue-arg-wait = 如仍未有結果，繼續向閘道查詢 [預設：300 秒]
help-issue-arg-timeout = 等待閘道回覆的最長時間，1 至 600 秒 [預設：設定檔所定，否則 60]

# enquiry, payment
help-enquiry = 向閘道查詢一筆退款或付款的情況
help-enquiry-after = 退出碼表示查到的狀態：0 已完成，5 被拒絕，7 待處理，6 找不到或查不到結果。
help-enquiry-arg-out-trade-no = 退款編號（`out_trade_no`）；或付款、退款在閘道的交易號
help-enquiry-arg-out-trade-no-long = 日誌知道是交易號的，會按交易號查詢。只是看似交易號的（日期及 22 至 26 位數字），先按商戶編號查詢；會說明如何查詢。
help-enquiry-arg-syssn = 改用付款或退款在閘道的交易號
help-enquiry-arg-month = 提交的月份，香港時間；可重複使用
help-enquiry-arg-month-long = 閘道每次列出一個曆月。預設嘗試編號內的月份及下一個月；編號沒有日期時，則為本月及上月。
help-payment = 說明一筆付款的全部已知情況：退款、餘額，以及如何答覆顧客
help-payment-after = 不會移動款項。全部了結時退出碼為 0，否則按最嚴重的未有定論退款：6 結果未明，7 待處理，11 從未發送。
help-payment-arg-syssn = 付款在閘道的交易號（syssn）

# resolve, close, reopen, cancel
help-resolve = 查明未有定論的退款結果如何
help-resolve-after = 退出碼是查到的最嚴重情況：0 全部已退款，5 有被拒絕，7 有待處理，6 仍有結果未明。
help-resolve-arg-out-trade-no = 退款，各以其編號、參考編號、付款或交易號，或只有一筆符合的開首 [預設：設定檔內所有待處理、結果未明及已結案的]
help-resolve-arg-all = 設定檔內所有待處理、結果未明及已結案的退款；即預設
help-resolve-arg-every-profile = 設定檔案內每個設定檔的退款，逐一處理
help-resolve-arg-wait = 繼續查詢，直到全部有定論 [預設：300 秒]
help-resolve-arg-resend = 以同一編號再次發送相同的請求；可填多個
help-resolve-arg-resend-long = 只限結果未明、在最少 10 分鐘內最少 3 次查核都找不到、而現在再查仍找不到的退款。如有多筆，會先全部列出並一次確認；被攔下的會說明，不影響其他。
help-resolve-arg-note = 配合 --resend：原因，記入日誌
help-resolve-arg-yes = 配合 --resend：不要求確認
help-close = 由你說明款項結果，將未有定論的退款結案
help-close-arg-closed-as = 款項結果如何
help-close-arg-closed-as-value-refunded-elsewhere = 付款人已從其他途徑收回：金額視為已退回
help-close-arg-closed-as-value-not-refunded = 付款人沒有收到：該筆付款可再次退款
help-close-arg-closed-as-value-written-off = 無人查明：金額視為已付出，因有可能已付出
help-close-arg-note = 如何了結，由誰確認
help-close-arg-unseen = 為何未確認不存在已久仍要結案
help-close-arg-unseen-long = 沒有此選項，必須在最少 10 分鐘內最少 3 次查核都找不到，現在再查仍找不到，而閘道亦從未提及它，與 `resolve --resend` 相同。
help-reopen = 撤銷結案
help-cancel = 取消一筆從未發送的退款
help-cancel-after = 該編號即已用去；其參考編號可用 `issue --again` 再試。`batch cancel` 取消整個批次的。

# history, status, show
help-history = 列出日誌內的退款
help-history-arg-called = 只列出編號、參考編號、付款或交易號與此相同，或以此 6 個或以上字元開首的退款
help-history-arg-state = 只列出此狀態的退款；可重複使用
help-history-arg-state-value-planned = 已記錄，確定未發送
help-history-arg-state-value-sending = 發送中
help-history-arg-state-value-refunded = 已退款
help-history-arg-state-value-declined = 被拒絕
help-history-arg-state-value-pending = 閘道待處理
help-history-arg-state-value-unknown = 已發送或可能已發送，結果未明
help-history-arg-state-value-closed = 由操作員說明結果而結案，不論款項如何
help-history-arg-state-value-cancelled = 發送前已取消
help-history-arg-since = 只列出此日或此刻起的退款，香港時間
help-history-arg-until = 只列出此日或此刻之前的退款，香港時間
help-history-arg-by = --since 及 --until 所指的時間
help-history-arg-by-value-wanted = 記錄之時
help-history-arg-by-value-sent = 取出作有效發送之時
help-history-arg-by-value-settled = 閘道的時間，決定結算日；只限已退款
help-history-arg-changed-since = 只列出此日或此刻起有記錄更新的退款，或由先前清單的 `cursor` 之後，日誌必須與之連續；`0` 即由頭開始
help-history-arg-syssn = 只列出這筆付款的退款
help-history-arg-reference = 只列出此參考編號的退款
help-history-arg-txamt = 只列出此金額的退款，以最小單位計
help-history-arg-amount = 只列出此金額的退款，以設定檔貨幣計，或介乎兩者：10.00..25.00、10.00.. 或 ..25.00
help-history-arg-operator = 只列出此操作員記錄的退款，寫法與清單相同："mei (uid 1000)"
help-history-arg-batch = 只列出此批次的各行；識別碼的開首已足夠
help-history-arg-file = 只列出首次由此名稱的檔案載入的批次；前面的資料夾並不重要
help-history-arg-oldest-first = 由最舊的開始，而非最新
help-history-arg-limit = 最多列出此數目；0 表示全部 [預設：表格 50，其他格式全部]
help-history-arg-every-profile = 共用此日誌的每個設定檔的退款
help-status = 說明等待中的退款、今日已退總額及日誌狀況；不會查詢閘道
help-status-after = 沒有 --profile 時說明設定檔案內每個設定檔。退出碼為 0，日誌不能讀取時為 3；使用 --older-than 時，按等待較久的最嚴重一筆：6 結果未明，7 待處理，11 待發送。
help-status-arg-older-than = 以等待超過此時間的最嚴重退款決定退出碼：30m、2h、1d
help-status-arg-prometheus = 改為輸出 Prometheus 文字
help-show = 顯示一筆退款及其全部經過

# journal
help-journal = 建立、核對、匯出、備份或還原日誌
help-journal-init = 建立設定檔的日誌；已有的絕不更改
help-journal-init-long = 沒有日誌便不會發送；涉及款項的日誌須刻意建立：新的日誌不知道以前的退款。
help-journal-init-arg-anew = 即使以前見過日誌：它已遺失，而且沒有備份
help-journal-init-arg-anew-long = 之後在 `journal rejoin` 補錄閘道所示之前，不會發送任何退款。
help-journal-verify = 找出被隨意更改、刪除或調換次序的記錄
help-journal-verify-long = 鏈條沒有密碼：如有人小心地全部重建，或將末尾連同其內容截去，單憑它不能發現。另行記下最新事件則可發現。
help-journal-verify-arg-expect = 必須仍在鏈內的事件，即先前記下的；可重複使用
help-journal-verify-arg-expect-long = 即結果的 `journal_head`，或先前核對的 `head_seq` 及 `head_hash`。
help-journal-restore = 將備份放回日誌的位置，並從閘道補錄所欠缺的
help-journal-restore-long = 原有的檔案會移到一旁，絕不刪除。在補讀所欠缺的之前，不會發送任何退款。
help-journal-restore-arg-file = 由 `journal backup` 製作的備份
help-journal-restore-arg-forget-open = 即使會忘記被換下日誌的退款，或備份屬於另一日誌
help-journal-rejoin = 為此設定檔的商戶，從閘道補錄日誌所欠缺的
help-journal-rejoin-long = 在換上較舊備份或最新部分遺失之後：讀取閘道自日誌最新事件以來各月份，並記下它不知道的每筆退款。
help-journal-export = 將全部內容以 JSON 逐行寫到標準輸出
help-journal-backup = 將日誌複製到新檔案；其他人可繼續寫入
help-journal-backup-arg-file = 新檔案；名稱內的 {"{date}"} 是香港日期。如是資料夾，則按日誌、日期及時間命名。已有的檔案絕不取代
help-journal-adopt-merchant = 說明設定檔的商戶是否先前退款的商戶；會記錄在案
help-journal-adopt-merchant-arg-same = 是同一商戶：先前的退款會計算，其參考編號視為已用，未有定論的以此設定檔核實 [預設：提問]
help-journal-adopt-merchant-arg-other = 是另一商戶，重新開始
help-journal-adopt-merchant-arg-of = 先前的商戶，按日誌的寫法 [預設：此設定檔名稱之前的商戶，否則是唯一再無設定檔指明的商戶]

# batch
help-batch = 由檔案發出多筆退款
help-batch-sample = 輸出一個小型退款檔案，供在模擬器試用其他指令
help-batch-sample-heading = 範例，無需憑證；不會移動款項：
help-batch-check = 讀取檔案每一行並列出所有錯誤；不會發送
help-batch-check-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨的 - 表示標準輸入。見 `docs/batch-files.md`
help-batch-check-arg-file-long = 多個檔案會當作一次執行：一次預覽、一次確認，其中一個有錯便全部不發送。資料夾內的隱藏檔、結果檔及非 CSV、JSONL 檔會略過並說明。沒有 --profile 時，以 `profile` 或 `mchid` 欄指明商戶的各行，會用各自的設定檔。
help-batch-check-arg-faults = 將每個錯誤寫入此 CSV 檔案；只限一個檔案
help-batch-check-arg-online = 同時向閘道查核每筆付款並查找訂單號，遵守請求速率上限
help-batch-run = 就檔案每一行退款；再次執行總是安全的
help-batch-run-after = 退出碼：0 每行已退款；6 有一行結果未明，不論其他；4、5、7 各行一律未發送、被拒絕、待處理；10、11 各行仍待發送，因訊號，或因上限、休止時段或規則；9 各行結果不一，會指出最嚴重的；12 檔案不能使用。
help-batch-run-arg-file = 退款檔案（CSV 或 JSONL）或其資料夾；單獨的 - 表示標準輸入。見 `docs/batch-files.md`
help-batch-run-arg-file-long = 多個檔案會當作一次執行：一次預覽、一次確認，其中一個有錯便全部不發送。資料夾內的隱藏檔、結果檔及非 CSV、JSONL 檔會略過並說明。沒有 --profile 時，以 `profile` 或 `mchid` 欄指明商戶的各行，會用各自的設定檔。
help-batch-run-arg-results = 將每行連同結果寫入此 .csv 或 .jsonl 檔案；如有多個檔案，則寫入此資料夾，`a.csv` 對應 `a.results.csv`
help-batch-run-arg-jobs = 同時進行多少筆退款
help-batch-run-arg-rate-limit = 可發送的請求數目：400/min、6/s 或 none [預設：設定檔所定，否則 400/min]
help-batch-run-arg-expect-count = 以應退款的行數確認，包括此檔案先前已執行的；不符便攔下
help-batch-run-arg-expect-total = 以應退款的總額確認，例如 HKD=12345.00；不符便攔下
help-batch-run-arg-skip-twins = 剔除以前已退款的各行，不論由此檔案或其他檔案；其中待發送的仍為待發送
help-batch-run-arg-twins-meant = 同一付款及金額的每一筆第二次退款，以及檔案內每個已更改的金額，都確實需要
help-batch-run-arg-retry-declined = 被閘道拒絕的各行再試一次，各用新編號
help-batch-run-arg-retry-declined-long = 只限確定被拒絕且現時仍是的。已退款、待處理或結果未明的，與沒有此選項相同。
help-batch-run-arg-retry-cancelled = 已取消的各行再試一次，各用新編號
help-batch-run-arg-odd-meant = 看似不尋常的各行確實需要：檔案內沒有一個付款編號像付款編號，或某行看似合計
help-batch-run-arg-no-preflight = 發送前不查核各筆付款
help-batch-run-arg-stop-at-errors = 未能退款的行數達此數目即停止該檔案
help-batch-run-arg-keep-going = 出現結果未明後仍繼續
help-batch-run-arg-pause-window = 在香港午夜前後的休止時段等候，而不停止
help-batch-run-arg-ignore-pause = 在該時段亦發送
help-batch-run-arg-wait = 最後一行發送後，跟進未有定論各行多久，以秒計
help-batch-status = 顯示批次進度，即使正由另一程序執行
help-batch-status-arg-results = 將每行連同至今的結果寫入此 .csv 或 .jsonl 檔案；不會發送
help-batch-list = 列出仍有等待的批次：從未發送或未有定論的各行
help-batch-list-arg-every-batch = 連同沒有等待的批次
help-batch-cancel = 取消尚未發送的各行
help-batch-cancel-arg-file = 退款檔案，CSV 或 JSONL；- 表示標準輸入
help-batch-cancel-arg-batch = 批次的識別碼或其開首，代替檔案：`batch list` 會顯示

# explain, profile
help-explain = 解釋閘道的回應碼，離線並以兩種語言
help-explain-arg-codes = 回應碼（respcd），每個四位數字
help-explain-arg-all = 所有回應碼
help-profile = 列出、顯示及檢查設定檔
help-profile-list = 列出設定檔
help-profile-show = 顯示一個設定檔；絕不顯示密鑰
help-profile-show-arg-name = 設定檔 [預設：--profile，其次 `default_profile`]
help-profile-check = 檢查每個或指定的設定檔，以及其密鑰能否讀取
help-profile-check-arg-name = 設定檔 [預設：每一個]
help-profile-check-arg-online = 同時以一次不移動款項的查詢問閘道：密鑰、`app_code` 及 mchid 是否相配？
help-profile-init = 設立設定檔：在終端機上以提問方式，否則寫出附註解的設定檔案
help-profile-init-long = 在終端機上會逐項詢問所需資料，在設定檔案寫入一個設定檔（其他內容不變），並建立日誌。使用 --no-input 或不在終端機上時，會在尚未有設定檔案之處寫出範例檔案。
help-profile-init-arg-name = 新設定檔的名稱 [預設：會詢問]
help-profile-set-key = 由標準輸入將設定檔的客戶端密鑰存入作業系統的鑰匙圈
help-profile-set-key-arg-name = 設定檔，其 `client_key_keyring` 指明存放之處

# simulator, completions, man
help-simulator = 執行本機閘道，不會移動款項
help-simulator-serve = 運作直到中斷
help-simulator-serve-after = 其付款、規則及故障見 `docs/simulator.md`。
help-simulator-serve-arg-listen = 地址及連接埠；0 表示任何可用的連接埠
help-simulator-serve-arg-allow-remote = 亦接受其他機器可達的地址
help-simulator-serve-arg-faults = 要模擬的故障，TOML 檔案
help-simulator-serve-arg-payments = 內置以外的付款，JSONL 檔案
help-simulator-serve-arg-rule = 要開啟或關閉的閘道規則；可重複使用
help-simulator-serve-arg-rule-value-clearing-pause = 香港時間 23:30 至 00:30 拒絕退款
help-simulator-serve-arg-rule-value-refund-windows = 超過付款方式的退款期限即拒絕
help-simulator-serve-arg-rule-value-every-month = 以 `out_trade_no` 查詢可見所有月份，而非只限本月
help-simulator-serve-arg-mchid = 每個請求必須附上的商店編號 [預設：任何或沒有]
help-simulator-list = 列出模擬器的付款及已執行的退款
help-simulator-reset = 忘記模擬器的所有付款及退款
help-completions = 輸出某種命令殼的自動完成腳本
help-completions-arg-shell = 命令殼
help-man = 輸出本程式或某指令的手冊頁，或安裝全部手冊頁
help-man-arg-command = 指令，一至兩個字
help-man-arg-install = 改為將所有指令的手冊頁寫入此資料夾
help-man-arg-install-long = 在 `~/.local/share/man/man1` 內的會自動找到，例如 `man qfrefund-issue`。
