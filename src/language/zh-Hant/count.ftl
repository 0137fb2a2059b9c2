# 數目與量詞。
count-row = { $count } 行
count-planned-row = { $count } 行待發送
count-refund = { $count } 筆退款
count-payment = { $count } 筆付款
count-file = { $count } 個檔案
count-look = { $count } 次查核
count-merchant = { $count } 個商戶
count-order-number = { $count } 個訂單號
count-other = 另外 { $count } 個
count-page = { $count } 頁
