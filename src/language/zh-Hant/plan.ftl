# runner/event.rs
plan-halt-code = 每一行都會得到回應碼 { $respcd }（{ $meaning }）
plan-halt-unknown = { $number } 結果未明：{ $why }
plan-halt-error = 有 1 行被拒絕或結果未明
plan-halt-errors = 有 { $count } 行被拒絕或結果未明
plan-halt-rate = 閘道持續回覆 `HTTP 429`
plan-halt-look = 無法再次查核下一行的付款：{ $why }
plan-halt-limit = 下一行暫停發送：{ $why }
plan-halt-signal = 因訊號而停止
plan-halt-pause = 閘道在香港時間午夜前後不接受退款
plan-halt-changed = { $number } 的請求會與登記的不同
plan-halt-failed = 程式的一部分在處理 { $number } 時出錯；{ $known }
plan-no-thread = 無法啟動執行緒（{ $error }）
# runner/worker.rs
plan-unclaimable = 日誌不容許佔用
# runner/writer.rs
plan-thread-ended = 其執行緒已結束
# runner/steer/answers.rs
plan-has-it = 閘道曾答覆沒有執行，但其實有這筆退款：{ $state }
# runner/steer/stop.rs
plan-device = 閘道拒絕其裝置 `{ $udid }`：{ $code }，{ $meaning }

# runner/steer/answers.rs
plan-failed-planned = 它為待發送：沒有發送
plan-failed-claimed = 它已取出準備發送，可能已發送
plan-failed-gone = 日誌已沒有它
plan-failed-unread = 不能讀取它的狀態：{ $error }
plan-failed-is = 它現為{ $state }
