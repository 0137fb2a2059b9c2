# 出錯的地方，以及寫在訊息裏的值。
profile-at-place = { $place }：{ $problem }
profile-about-key = `{ $key }` { $problem }
profile-this-value = （值太長，不重複顯示）
profile-of-this-name = （名稱太長，不重複顯示）
profile-no-environment = 沒有這個環境
profile-no-environment-hint = 請輸入四個名稱的其中一個。
profile-allowed = 可用的有：{ $all }。
profile-did-you-mean = 是不是想寫 `{ $right }`？{ $all }
profile-like-this = 請這樣寫：{ $sample }
profile-add-line = 請加上一行，例如 { $sample }（{ $what }）。

# 選用哪個設定檔。
profile-default-unknown = `default_profile` 所寫的設定檔不存在：{ $name }
profile-default-empty = `default_profile` 是空的
profile-default-empty-hint = 請填上設定檔的名稱，或刪去這一行。
profile-default-not-a-name = `default_profile` 的值不是名稱
profile-unknown = { $path } 內沒有這個設定檔：{ $name }
profile-none-named = 沒有指明設定檔，而 { $path } 也沒有 `default_profile`
profile-none-named-hint = 請用 --profile 指明其中一個：{ $names }。

# 設定檔的名稱與各行。
profile-bad-name = 不能用作設定檔的名稱：{ $name }
profile-bad-name-hint = 請用 1 至 64 個英文字母、數字、點、連字號或底線。
profile-built-in = 設定檔 `simulator` 是內置的，不能另行定義
profile-built-in-hint = 請為這個設定檔另取名稱。
profile-not-a-table = 設定檔 `{ $name }` 應是表格，現在是{ $what }
profile-not-a-table-hint = 請把各鍵寫在 `[profiles.NAME]` 之下。
profile-value-empty = `{ $key }` 是空的
profile-value-empty-hint = 請填上值，或刪去這一行。
profile-lacks-key = 設定檔 `{ $name }` 沒有 `{ $key }`
profile-number-out-of-bounds = `{ $key }` 不是 { $first } 至 { $last } { $unit }
profile-unit-seconds = 秒
profile-unit-hours = 小時
profile-wrong-kind = `{ $key }` 應是{ $wanted }，現在是{ $what }
profile-unknown-key = 不認識的鍵 `{ $key }`
profile-unknown-key-hidden = 不認識的鍵
profile-kind-text = 引號內的文字
profile-kind-texts = 文字清單
profile-kind-number = 整數
profile-kind-switch = `true` 或 `false`
profile-kind-numbers = 以整數為值的表格
profile-kind-table = 表格
profile-found-mixed-table = 夾雜其他值的表格
profile-found-mixed-list = 夾雜其他值的清單
profile-found-point = 帶小數點的數字
profile-found-time = 日期或時間
profile-found-list = 清單

# 設定檔案本身。
profile-profiles-hint = 請把每個設定檔寫在 `[profiles.NAME]` 之下。
profile-outside = { $problem }，寫在所有設定檔之外
profile-outside-known = `{ $name }` 屬於設定檔：請寫在 `[profiles.NAME]` 之下。
profile-outside-table = 設定檔以 `[profiles.NAME]` 開始。可用的有：{ $allowed }。
profile-full-width-hint = 這一行有全形或彎引號字元：等號、引號、括號和空格請用半形輸入。
profile-toml-hint = 各行的寫法請看 `config.example.toml`。這一行可能含有密鑰，所以不顯示。
profile-toml = 不是正確的 TOML：{ $message }
profile-not-utf8 = 不是 UTF-8 文字
profile-not-utf8-hint = 請在編輯器把檔案另存為 UTF-8。
profile-config-too-large = 檔案大於 `1 MiB`
profile-config-unreadable = 未能讀取設定檔案 { $path }：{ $what }
profile-config-unreadable-hint = 請檢查路徑和讀取權限。
profile-config-empty = --config 沒有內容
profile-config-empty-hint = 請給出設定檔案的路徑，或不寫這個選項。
profile-no-config = 沒有設定檔案 { $path }
profile-no-config-flag = 沒有 --config 所指的設定檔案 { $path }
profile-no-config-variable = 沒有 `QFREFUND_CONFIG` 所指的設定檔案 { $path }
profile-no-config-hint = 請用 `qfrefund profile init` 建立；不用設定檔案也可試用全部功能：`--profile simulator`。
profile-no-home = 環境變數沒有指明主資料夾，找不到{ $wanted }的位置
profile-no-home-hint = 請把 { $variable } 設為絕對路徑，或{ $otherwise }。
profile-home-for-config = 設定檔案
profile-home-for-journal = 日誌
profile-home-for-state = 日誌上次所見的記錄
profile-home-config-hint = 用 --config 或 `QFREFUND_CONFIG` 指明檔案
profile-home-journal-hint = 在設定檔寫上 `journal`
profile-home-state-hint = 讓 `XDG_STATE_HOME` 指向一個資料夾
profile-home-windows = `APPDATA` 和 `LOCALAPPDATA`
profile-path-no-home = 以 ~/ 開首，但環境變數沒有指明主資料夾
profile-path-no-home-hint = 請把 `HOME` 設為絕對路徑，或寫出完整路徑。
profile-path-relative = 是相對路徑，在每個資料夾會指向不同的檔案
profile-path-relative-hint = 請寫出完整路徑，或以 ~/ 開首代表主資料夾。
profile-example-there = { $path } 已經存在，不會覆寫
profile-example-there-hint = 請直接編輯，或用 --config 指明另一個檔案。
profile-config-unmade = 未能建立檔案 { $path }：{ $kind }
profile-config-unmade-hint = 請檢查資料夾和寫入權限。
profile-new = 新的設定檔
profile-taken = { $path } 已有設定檔 `{ $name }`
profile-taken-hint = 請為新的設定檔另取名稱，或編輯該檔案。
profile-changed = { $path } 剛才被改動了
profile-changed-hint = 沒有寫入任何內容，請再執行一次指令。

# 範例的字還在。
profile-placeholder = `{ $key }` 仍是範例的字
profile-placeholder-app-code = 請填上 QFPay 為這個環境發出的 `app_code`。
profile-placeholder-mchid = 請填上 QFPay 發出的商店編號；若沒有發出，請刪去這一行。
profile-placeholder-other = 請填上自己的值。

# 各鍵的值。
profile-merchant-name = `merchant` 不是 1 至 64 個英文字母、數字、`.`、`_` 或 `-`
profile-merchant-name-hint = 請自行取一個簡短的名稱，例如店名。
profile-unknown-currency = 不認識的貨幣：{ $value }
profile-unknown-language = 不認識的語言：{ $value }
profile-unknown-sign-type = 不認識的 `sign_type`：{ $value }
profile-unknown-environment = 不認識的環境：{ $value }
profile-base-url-given = 寫了 `base_url`，但環境 `{ $environment }` 有自己的網址
profile-base-url-given-hint = 請刪去 `base_url`；自訂網址須寫 `environment = "custom"`。
profile-base-url-missing = 環境 `{ $environment }` 須有 `base_url`
profile-base-url-missing-hint = 請加上 `base_url = "https://…"`，或寫 QFPay 自己的環境。
profile-base-url-unusable = `base_url` 不能使用：{ $why }
profile-base-url-unusable-hint = 請寫 `https://` 加主機名稱，或 `http://` 加本機的地址。
profile-base-url-known = `base_url` 是 `{ $environment }` 的網址，但環境是 `custom`
profile-base-url-known-hint = 請寫 `environment = "{ $environment }"`，並刪去 `base_url`。
profile-no-source = 設定檔 `{ $name }` 沒有寫明客戶端密鑰在哪裏
profile-no-source-hint = 請加上其中一個：{ $keys }。
profile-second-source = `{ $second }` 是客戶端密鑰的第二個來源；第 { $line } 行已有 `{ $first }`
profile-second-source-hint = 請保留正確的一個，刪去另一個。
profile-roots-twice = `ca_file` 與 `roots` 互相矛盾
profile-roots-twice-hint = 只保留一個：`ca_file` 只信任該檔案內的證書。
profile-roots-unknown = `roots` 沒有這種寫法：{ $value }
profile-roots-unknown-hint = 請寫 `roots = "system"` 或 `"bundled"`；自備檔案請用 `ca_file`。
profile-proxy-loopback = 寫了 `proxy`，但 `base_url` 就在本機
profile-proxy-loopback-hint = 請刪去 `proxy`：本工具與本機之間不可隔着代理伺服器。
profile-proxy-hint = 請寫 `proxy = "http://HOST:PORT"`，不要再加其他。
profile-proxy-begin = `proxy` 不是以 `http://` 開首
profile-proxy-credentials = `proxy` 含有用戶名稱或密碼，並不支援
profile-proxy-goes-on = `proxy` 在連接埠之後還有內容
profile-proxy-no-port = `proxy` 沒有連接埠
profile-proxy-no-host = `proxy` 沒有可用的主機名稱
profile-proxy-bad-port = `proxy` 的連接埠不是 1 至 65535
profile-timeout-hint = 請寫整數秒數，例如 `timeout = 60`
profile-journal-url = `journal` 是網址；只接受檔案路徑
profile-journal-url-hint = 請寫出完整路徑，或以 ~/ 開首代表主資料夾。
profile-file-system = `journal_file_system` 不是檔案系統種類的名稱
profile-file-system-hint = 請照抄拒絕時錯誤訊息中的名稱，例如 `journal_file_system = "virtiofs"`。
profile-rate-limit = 不是請求速率上限的寫法：{ $value }
profile-rate-limit-hint = 請寫 `1/min` 至 `6000/min`、`1/s` 至 `100/s`，或 `none`。
profile-issued-again = 請照 QFPay 發出的內容一字不差地再複製一次。
profile-issued-long = `{ $key }` 超過 { $longest } 個字元
profile-unusual-full-width = 含有全形字元，請用半形輸入
profile-unusual-not-ascii = 含有英文字母、數字、半形符號以外的字元
profile-unusual-space = 含有空格
profile-unusual-control = 含有換行或其他控制字元
profile-twin-hours-hint = 請寫整數小時，例如 `twin_hours = 24`；0 代表不檢查。
profile-refund-days = `refund_days` 對 { $pay_type } 的寫法沒有意義
profile-refund-days-hint = 請這樣寫 `pay_type` 和日數：`refund_days = {"{"} "805814" = 90 {"}"}`，日數為 1 至 3660。
profile-full-only = `full_only` 內有不是六位數字 `pay_type` 的值
profile-no-amount = `{ $key }` 不是 { $currency } 金額：{ $error }
profile-no-amount-hint = 請寫成文字，例如 `{ $key } = "2000.00"`。

# 客戶端密鑰的來源。
profile-secret-of-config = 設定檔案
profile-secret-of-keyboard = 鍵盤輸入
profile-secret-of-input = 輸入內容
profile-source-built-in = 內置
profile-source-config = 設定檔案
profile-source-variable = 環境變數 `{ $name }`
profile-source-file = 檔案 { $path }
profile-source-command = 指令 `{ $program }`
profile-source-keyring = 鑰匙圈項目 `{ $user }`
profile-the-source = { $source }
profile-no-such-source = `{ $key }` 不是客戶端密鑰的來源
profile-no-such-source-hint = 請看 `config.example.toml`。
profile-source-placeholder = 仍是範例的字：{ $source }
profile-source-placeholder-hint = 請在那裏填上 QFPay 發出的客戶端密鑰。
profile-source-unset = { $source } 未設定或是空的
profile-source-unset-hint = 請在執行本工具的環境中，把它設為客戶端密鑰。
profile-source-failed = { $source } { $why }
profile-command-not-found = 找不到
profile-command-not-found-hint = 請檢查名稱和 `PATH`，或寫出完整路徑。
profile-command-not-run = 未能執行：{ $kind }
profile-command-not-run-hint = 請檢查該程式和執行權限。
profile-exit-status = 退出碼 { $code }
profile-command-failed = 執行失敗（{ $status }）
profile-command-failed-hint = 請自行執行一次查看原因；它的輸出可能就是密鑰，所以不在此顯示。
profile-command-slow = 未在限時內完成，已被停止
profile-command-slow-hint = 請自行執行一次看看：它須直接輸出密鑰，不可提問。
profile-command-much = 輸出超過 { $most } 位元組
profile-command-much-hint = 它只可輸出密鑰，不可有其他內容。
profile-secret-unusable = 客戶端密鑰（來自{ $source }）{ $why }
profile-secret-unusable-hint = 內容只可是客戶端密鑰：一行之內，1 至 128 個英文字母、數字或半形符號。
profile-secret-not-text = 不是文字
profile-secret-empty = 是空的
profile-secret-lines = 多於一行
profile-secret-quotes = 前後有引號
profile-secret-long = 超過 128 個字元
profile-typed-placeholder = 輸入的是範例的字，不是客戶端密鑰
profile-typed-placeholder-hint = 請輸入 QFPay 發出的密鑰。
profile-bad-variable = `client_key_env` 的值不是環境變數名稱
profile-bad-variable-hint = 請寫變數的名稱，例如 `client_key_env = "SHOP_HK_KEY"`；切勿寫密鑰本身。
profile-bad-entry = `client_key_keyring` 的值不是鑰匙圈項目的名稱
profile-bad-entry-hint = 請用英文字母、數字或半形符號寫名稱，例如設定檔的名稱；切勿寫密鑰本身。
profile-command-hint = 請寫程式及其參數，例如 `["pass", "show", "qfpay/shop-hk"]`。
profile-command-none = 沒有寫明程式
profile-command-nul = 含有空字元
profile-command-like-key = 開首像是密鑰，不像程式
profile-command-blanks = 是一段帶空格的文字；不會經 `shell` 拆開
profile-keyfile = 密鑰檔案 { $path } { $why }
profile-keyfile-hint = 請檢查 `client_key_file`；該檔案只可存放客戶端密鑰。
profile-keyfile-absent = 不存在
profile-keyfile-unread = 未能讀取：{ $why }
profile-keyfile-long = 超過 { $most } 位元組
profile-keyfile-odd = 不是一般檔案

# 作業系統的鑰匙圈。
profile-keyring-not-built = 這個版本的 qfrefund 沒有鑰匙圈功能
profile-keyring-not-built-hint = 請改用 `client_key_command` 或 `client_key_file`，或用帶 `keyring` 功能的版本。
profile-keyring-stopped = 未能向鑰匙圈查問：執行緒中止了
profile-keyring-stopped-hint = 請再試，或改用 `client_key_command` 或 `client_key_file`。
profile-keyring-slow = 鑰匙圈在 { $seconds } 秒內沒有回應
profile-keyring-slow-hint = 它可能正在另一個畫面等候解鎖。請解鎖後再試。
profile-keyring-no-entry = 鑰匙圈內沒有服務 `{ $service }` 的項目 `{ $user }`
profile-keyring-no-entry-hint = 請用 `qfrefund profile set-key PROFILE` 存入客戶端密鑰。
profile-keyring-no-entry-linux = 請用 `qfrefund profile set-key PROFILE` 或 `secret-tool store --label={ $service } service { $service } username '{ $user }'` 存入客戶端密鑰。
profile-keyring-locked = 鑰匙圈已上鎖或不讓存取（{ $why }）
profile-keyring-locked-hint = 請先解鎖（例如登入桌面）再試。
profile-keyring-unreachable = 未能連上鑰匙圈（{ $why }）
profile-keyring-unreachable-hint = 沒有桌面的環境通常沒有鑰匙圈：請改用 `client_key_command` 或 `client_key_file`。
profile-keyring-ambiguous = 鑰匙圈內服務 `{ $service }` 的項目 `{ $user }` 不止一個
profile-keyring-ambiguous-hint = 請在鑰匙圈的程式內刪至只剩一個。
profile-keyring-not-text = 鑰匙圈的項目 `{ $user }` 不是文字
profile-keyring-not-text-hint = 請用 `qfrefund profile set-key PROFILE` 重新存入客戶端密鑰。
profile-keyring-none = 本系統沒有 qfrefund 認識的鑰匙圈
profile-keyring-none-hint = 請改用 `client_key_command` 或 `client_key_file`。
profile-keyring-refused = 鑰匙圈不接受 `{ $user }` 這樣的項目
profile-keyring-refused-hint = 請在 `client_key_keyring` 改用另一名稱，或改用 `client_key_command` 或 `client_key_file`。

# 各鍵的用途。
profile-key-environment = `production`、`live-testing`、`sandbox` 或 `custom`
profile-key-base-url = 閘道的網址；只與 `environment = "custom"` 並用
profile-key-app-code = QFPay 發出的 `app_code`
profile-key-client-key-keyring = 客戶端密鑰在作業系統的鑰匙圈內，項目以此為名
profile-key-client-key-command = 客戶端密鑰由這個指令輸出
profile-key-client-key-file = 客戶端密鑰在這個檔案內
profile-key-client-key-env = 客戶端密鑰在這個環境變數內
profile-key-client-key = 客戶端密鑰本身
profile-key-mchid = 商店編號，QFPay 有發出才寫
profile-key-merchant = 自訂的商戶名稱，`app_code` 或 mchid 更改時仍不變
profile-key-currency = 商戶收款的貨幣
profile-key-language = 畫面文字的語言：`en` 或 `zh-Hant`；--lang 優先
profile-key-sign-type = MD5 或 SHA256
profile-key-roots = 信任哪些證書：`system` 或 `bundled`
profile-key-ca-file = 只信任這個 PEM 檔案內的證書
profile-key-proxy = HTTP 代理伺服器；從不取自環境變數
profile-key-timeout = 每次通訊最長秒數，1 至 600
profile-key-journal = 退款記錄的位置
profile-key-journal-file-system = 未知是否在本機、但容許存放日誌的檔案系統種類
profile-key-rate-limit = 請求速率上限：`400/min`、`6/s` 或 `none`
profile-key-preflight = 發送退款前是否查核原交易
profile-key-clearing-pause = 香港時間午夜前後（23:25 至 00:35）是否暫停退款
profile-key-require-reply-signature = 是否不信任任何沒有簽名的回覆，包括未見過簽名之前
profile-key-twin-hours = 在多少小時內，同一付款、同一金額的第二筆單筆退款須表明確實要退
profile-key-refund-days = 各付款方式可退款的日數，以 `pay_type` 列出
profile-key-full-only = 只可全額退款的付款方式，以 `pay_type` 列出
profile-key-max-refund = 單筆退款的上限
profile-key-max-batch-total = 一個批次的總額上限
profile-key-max-day-total = 香港時間一日的退款總額上限
profile-key-columns = 退款檔案中名稱不同的欄位標題，寫法同 --column
profile-key-ignore-columns = 退款檔案中不讀取的欄位標題，寫法同 --ignore-column
profile-key-separator = 退款檔案的分隔符：`comma`、`semicolon` 或 `tab`
profile-key-encoding = 退款檔案的編碼：`utf-8`、`utf-16`、`utf-16le`、`utf-16be`、`big5`、`gbk` 或 `gb18030`

# `profile list`、`profile show`、`profile check`。
profile-heading-profile = 設定檔
profile-heading-environment = 環境
profile-heading-currency = 貨幣
profile-heading-mchid = mchid
profile-heading-waits = 待跟進
profile-heading-journal = 日誌
profile-list-default = { $name }（預設）
profile-list-faulty = 有錯，見下文
profile-list-no-config = 未有；`qfrefund profile init` 會建立
profile-list-config = 設定檔案：{ $config }
profile-head-fault = 錯處：
profile-head-online = 閘道：
profile-head-hint = 提示：
profile-show-profile = 設定檔
profile-show-environment = 環境
profile-show-client-key = 客戶端密鑰
profile-show-merchant = 商戶
profile-show-currency = 貨幣
profile-show-journal = 日誌
profile-show-config = 設定檔案
profile-show-no-mchid = 沒有發出，不會發送
profile-show-no-merchant = 以 app_code 和 mchid 識別
profile-show-no-proxy = 沒有
profile-show-timeout = { $seconds } 秒
profile-check-one = 設定檔齊全，客戶端密鑰可以讀取；沒有發送任何請求
profile-check-every = 設定檔均齊全，客戶端密鑰均可讀取；沒有發送任何請求

# `profile check --online`：閘道的回覆說明了甚麼。
profile-asking = 正在查詢閘道
profile-online-said = { $name }：{ $message }
profile-online-clock = 閘道有回覆，但{ $off }
profile-online-genuine = 閘道接受現有的 app_code、客戶端密鑰和 mchid，並以這個客戶端密鑰簽署回覆
profile-online-accepted = 閘道接受現有的 app_code、客戶端密鑰和 mchid；閘道的回覆沒有簽名
profile-online-bad-key = 閘道的回覆並非以這個設定檔的客戶端密鑰簽名；若這個 app_code 所屬的是另一個客戶端密鑰，便會如此
profile-online-bad-key-next = 請填上 QFPay 隨這個 app_code 發出的客戶端密鑰，並檢查 `sign_type`。若兩者都正確，即連線途中有東西改動了內容。
profile-online-bad-mchid = 不接受的 mchid
profile-online-bad-mchid-next = 請檢查 mchid：須是 QFPay 為這個 app_code 發出的商店編號；若沒有發出，請刪去這一行。
profile-online-no-mchid = 欠缺 mchid
profile-online-no-mchid-next = 請填上 mchid，即 QFPay 隨這個 app_code 發出的商店編號。
profile-online-mchid = { $fault }。回覆以這個設定檔的客戶端密鑰簽名，可見 app_code 與密鑰相符；閘道遇上{ $what }，也會這樣回覆
profile-online-credentials = { $fault }。回覆沒有簽名，所以看不出是哪一項：`{ $environment }` 不認識這個 app_code（例如屬於另一環境）、客戶端密鑰不正確，或不接受這個 mchid，閘道都會這樣回覆
profile-online-credentials-next = 請依次檢查：app_code 與環境是否相符、客戶端密鑰、mchid。
profile-online-unreachable-next = 請檢查網絡；若環境是 `custom`，也請檢查 `base_url`。然後再查詢。
profile-online-wait = 請等幾分鐘再查詢。
profile-online-again = 請再查詢；查詢不涉及款項。
profile-online-unclear = { $fault }。這不能說明設定檔是否正確

# `profile init`：逐項提問。
profile-init-unasked = 建立設定檔須逐項回答問題，而此處無法詢問任何人
profile-init-unasked-hint = 不寫名稱即寫出範例檔案；或在終端機執行。
profile-init-example = 已寫入 { $path }；請填好設定檔，執行 `qfrefund profile check`，再用 `qfrefund journal init --profile NAME` 建立日誌
profile-init-stopped = 已停止：沒有寫入任何內容
profile-ask-name = 為這個商戶自訂一個名稱，例如 `shop-hk`。
profile-ask-environment = 退款發送到哪裏：
profile-ask-base-url = 網址，例如 `https://gateway.example`。
profile-ask-app-code = QFPay 就這個環境發出的 app_code。
profile-ask-mchid = 商店編號，QFPay 有發出才填；沒有請按 Enter。
profile-ask-currency = 商戶收款的貨幣：{ $known }。
profile-ask-place = 客戶端密鑰存放在哪裏；密鑰從不顯示：
profile-place-keyring = 作業系統的鑰匙圈
profile-place-file = 只有你可以讀取的檔案
profile-place-env = 在執行本工具之處設定的環境變數
profile-place-command = 由指令輸出，例如 `pass show qfpay/shop-hk`
profile-ask-variable = 變數的名稱，例如 `SHOP_HK_KEY`；不是密鑰。
profile-ask-command = 程式及其參數，以空格分開；不經 `shell`。
profile-ask-file = 檔案；按 Enter 即用 { $usual }
profile-ask-key = 請輸入或貼上客戶端密鑰；畫面不會顯示。
profile-ask-online = 現在向閘道查詢是否接受這些資料？只查詢一次，不涉及款項。
profile-prompt-name = 設定檔：{" "}
profile-prompt-environment = 環境：{" "}
profile-prompt-base-url = 網址：{" "}
profile-prompt-app-code = app_code：{" "}
profile-prompt-mchid = mchid：{" "}
profile-prompt-currency = 貨幣：{" "}
profile-prompt-place = 密鑰存放在：{" "}
profile-prompt-variable = 變數：{" "}
profile-prompt-command = 指令：{" "}
profile-prompt-file = 檔案：{" "}
profile-prompt-key = 客戶端密鑰：{" "}
profile-prompt-online = 輸入 yes 即查詢，輸入其他即略過：{" "}
profile-read-nothing = 沒有輸入
profile-read = 讀到 `{ $answer }`
profile-read-many = 讀到 { $many } 個字元
profile-read-and-error = { $read }：{ $error }
profile-no-place = 沒有這個存放處
profile-no-place-hint = 請輸入各行開首的其中一個英文字。
profile-entry-there = 鑰匙圈已有項目 `{ $name }`，沿用該項目
profile-file-there = { $path } 已經存在，沿用該檔案
profile-key-shows = 這部終端機未能隱藏輸入內容，所以不會詢問密鑰
profile-key-shows-hint = 請選 `env` 或 `command`，或選已存在的密鑰檔案。
profile-about-to-write = 即將寫入 { $path }：
profile-word-name = 設定檔名稱
profile-word-write = 寫入
profile-word-written = 寫入
profile-wrote = 已把設定檔 `{ $name }` 寫入 { $path }
profile-check-later = 日後檢查請用 `qfrefund profile check { $name } --online`
profile-journal-there = 其退款記錄在已有的日誌 { $place }
profile-journal-made = 已建立日誌 { $journal }

# `profile set-key`。
profile-set-key-elsewhere = 設定檔 `{ $name }` 的客戶端密鑰並非取自鑰匙圈
profile-set-key-elsewhere-hint = 請先在設定檔寫上 `client_key_keyring = "{ $name }"`。
profile-set-key-terminal = 客戶端密鑰須由標準輸入讀取，現在的標準輸入是終端機
profile-set-key-terminal-hint = 請以管線輸入，例如 `pass show qfpay/{ $name } | qfrefund profile set-key { $name }`。
profile-set-key-long = 標準輸入的內容比客戶端密鑰長
profile-set-key-not-text = 標準輸入的內容不是文字
profile-set-key-stored = 已把設定檔 `{ $name }` 的客戶端密鑰存入鑰匙圈

# 發送之前所示的商戶與閘道。
profile-preview-merchant = 商戶
profile-preview-environment = 環境
profile-preview-gateway = 閘道
profile-preview-app-code = app_code
profile-with-mchid = { $name }（mchid { $mchid }）
profile-built-in-gateway = 內置模擬器
profile-rate-limited = 正在等候請求速率上限放行

# 不帶指令：現況與下一步。
profile-welcome-title = qfrefund { $version }：經 QFPay 退款 API 發起退款
profile-welcome-more = 另有 { $more } 個：`qfrefund status`
profile-welcome-config = 設定檔案
profile-welcome-no-config = 未有
profile-welcome-problem = 問題
profile-welcome-problem-of = 設定檔 `{ $name }`：{ $problem }
profile-welcome-next = 下一步
profile-welcome-step = { $what }：`{ $command }`
profile-welcome-help = 說明
profile-welcome-all = 所有指令：`qfrefund --help`
profile-welcome-newest = 最新事件 { $when }
profile-welcome-empty = 沒有事件
profile-welcome-unsaid = 未能得知
profile-welcome-as = 同 `{ $profile }`
profile-welcome-waits = { $state } { $refunds } 筆
profile-welcome-left-out = { $files }有剔除的行
profile-welcome-nothing = 沒有
profile-welcome-production = 正式環境
profile-welcome-live-testing = 真實測試
profile-welcome-sandbox = 沙盒
profile-welcome-custom = 自訂網址
profile-welcome-simulator = 模擬器
profile-welcome-example = 在內置閘道看一次退款，不涉及款項
profile-welcome-init = 設定自己的商戶
profile-welcome-check = 查看設定檔案哪裏有錯
profile-welcome-resolve = 核實未有定論的退款
profile-welcome-planned = 查看已登記而未發送的退款
profile-welcome-issue = 為一筆付款退款
profile-welcome-status = 查看各設定檔的情況
profile-welcome-profiles = 檢查各設定檔

# 模擬器。
profile-simulator-reset = 模擬器已清除 { $path } 內的付款和退款
profile-simulator-listening = 模擬器在 { $url } 接收請求；不涉及款項；按 Ctrl-C 停止
profile-simulator-profile = 適用的設定檔（密鑰是公開的）：
profile-simulator-journal = 建立其日誌：{ $command }
profile-simulator-payments = 付款
profile-simulator-syssn = 交易號
profile-simulator-paid = 已付
profile-simulator-left = 可退餘額
profile-simulator-pay-type = 付款方式
profile-simulator-result = 回應碼
profile-simulator-refunds = 已執行的退款
profile-simulator-none = 沒有
profile-simulator-number = 退款編號
profile-simulator-payment = 原交易
profile-simulator-amount = 金額
profile-simulator-state = 狀態
profile-simulator-time = 時間（香港時間）
profile-simulator-done = 已執行
profile-simulator-pending = 待處理
profile-simulator-refused = 被拒絕
profile-simulator-file = 狀態檔案：{ $file }
