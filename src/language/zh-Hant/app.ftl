# app.rs
app-broke-off = qfrefund 因本身的故障中斷
app-broke-off-told = { $what }，但結果在此之前已輸出，並且有效
app-report = 請連同以上各行報告。
app-broke-off-nothing-sent = { $what }；沒有發送
app-report-lines = 請連同以上各行報告。
app-broke-off-refund = { $what }，而退款 { $number } 可能已發送
app-broke-off-refund-hint = 切勿再次發送；用 `{ $command }` 查明。請連同以上各行報告。
app-broke-off-refunds = { $what }，而部分退款可能已發送
app-broke-off-refunds-hint = 請勿以其他方式發送；`qfrefund batch status FILE` 會列出各筆，再次執行同一檔案會查明未有定論的退款。請連同以上各行報告。
app-argument-not-shown = 有參數不能顯示：內有看不見的字元
