# 訊息開首的字。
console-note = 注意：
console-warning = 警告：
console-error = 錯誤：
console-hint = 提示：
