# attempt/clock.rs
attempt-clock-journal = 本機時鐘比日誌最新的事件{ $behind }，而閘道沒有表明何者正確
attempt-clock-gateway = 本機時鐘比閘道的時鐘{ $skew }

# attempt/kept.rs
attempt-kept-no-month = 沒有已知的 { $month } 或更早的退款，無從得知閘道是否仍保留當時的清單
attempt-kept-gone = 閘道已不再顯示 { $of } 的退款 { $done }，而它曾確認該筆退款，可見它不保留當時的清單
attempt-kept-payment-gone = 閘道已不再顯示付款 { $payment }
attempt-kept-cancel = 閘道表示付款 { $payment } 有款項退回（`cancel` 為 `{ $cancel }`），但沒有顯示任何退款

# attempt/look.rs
attempt-look-after = 閘道在其後有 { $after }，但沒有說明這一筆的結果

# attempt/lost.rs
attempt-lost-not-entered = 閘道的 { $out_trade_no } 不能補錄

# attempt/payment.rs
attempt-payment-this-one = { $refund }。正是這一筆，`resolve` 會將其記錄
attempt-payment-open = 這筆付款另有一筆退款仍未有定論：{ $refund }
attempt-payment-left = 已付 { $paid }，扣除其他退款後餘 { $left }

# attempt/refusal.rs
attempt-twin = 已有相同的退款：{ $earlier }
attempt-open = 另有退款未有定論：{ $refunds }
attempt-open-and = ；及另一筆：
attempt-busy = 這筆付款的另一筆退款 { $other } 正在發送
attempt-unfinished = 退款 { $row } 所屬批次尚未全部登記
attempt-rest = 退款多於該筆付款的可退餘額：已付 { $paid }，其中 { $live } 已退或可能已退
attempt-day = 退款會超過設定檔的每日上限 { $limit }：其中 { $live } 已退或可能已退
attempt-batch-limit = 退款會超過設定檔的批次上限 { $limit }：其他各行已佔 { $others }
attempt-given-up = 另一個檔案曾有相同的退款：{ $earlier }
attempt-row-given-up = 相同的退款曾因與 { $twin } 疑似重複而從檔案剔除，並於 { $at }放棄
attempt-merchant = 此設定檔至今的退款屬於商戶 { $before }，尚未有人說明現時的商戶是否同一個
attempt-currency = 這筆付款以 { $currency } 支付
attempt-look-alike = { $kind } { $name } 與 { $used } 看似相同（後者已記為 { $wanted }），但並非同一個
attempt-a-refund = 一筆退款
attempt-other = 這筆退款的另一次嘗試 { $other } 為{ $state }
attempt-made-since = 其後另有退款：{ $earlier }
attempt-other-currency = { $known } 記錄為 { $amount }，而設定檔的貨幣現為 { $ours }
attempt-above-limit = 退款超過設定檔的單筆上限 { $most }
attempt-other-currency-fix = 如原來的正確，請將設定檔的 `currency` 改回；否則用 `{ $command }`，再以另一參考編號發出新退款。
attempt-above-limit-fix = 請由有權決定的人調高設定檔的 `max_refund`。
attempt-look-at-it = 用 `{ $command }` 查看。
attempt-see = 見 `{ $command }`。
attempt-it = 它
attempt-them = 它們
attempt-beside-fix = 請先查明{ $them }的結果：{ $look }。如已有人查看，並確定這筆退款應與{ $them }並存，請加 { $options }。
attempt-look-alike-fix = 如是同一筆退款，請填完全相同的{ $kind }（`{ $command }`）；如是另一筆，請用看起來不同的{ $name }。
attempt-a-reference = 參考編號
attempt-an-out-trade-no = `out_trade_no`
attempt-row-given-up-fix = 如仍要退款，請以 --retry-cancelled 執行檔案。
attempt-given-up-fix = 見 `{ $command }`；單筆退款可獨立發起。
attempt-busy-fix = 請待其結束後再執行指令。
attempt-unfinished-fix = 請再執行其檔案以完成登記，或以 `batch cancel` 放棄。
attempt-rest-fix = 請調低金額，或用 `{ $command }` 查看各筆退款。
attempt-day-fix = 請等下一日，或調高設定檔的 `max_day_total`。
attempt-batch-limit-fix = 請由有權決定的人調高設定檔的 `max_batch_total`。
attempt-merchant-fix = 請執行 `qfrefund journal adopt-merchant --profile { $profile }`。
attempt-currency-fix = 請用貨幣為 { $currency } 的設定檔。
attempt-find-out = 請先查明結果：`{ $resolve }`。
attempt-not-sent-again = 並未發送：不加 --again 的指令會繼續發送，`{ $cancel }` 則放棄它。
attempt-nothing-left = 已沒有可發送的退款：用 `{ $show }` 查看，並放棄代替它的待發送退款。
attempt-find-out-twin = 請先查明結果：`{ $resolve }`。如確實要退第二筆，請加 --twin。
attempt-not-sent-twin = 並未發送：再次執行其原本的指令或檔案會繼續發送，`{ $cancel }` 則放棄它。如確實要退第二筆，請加 --twin。查看先前一筆：`{ $show }`。
attempt-twin-meant = 如確實要退第二筆，請加 --twin；否則無須處理。查看先前一筆：`{ $show }`。
attempt-under-reference = ，參考編號 `{ $reference }`
attempt-no-reference = （由閘道顯示，故其參考編號不詳）
attempt-written-down = 記錄
attempt-made = 發出
attempt-earlier = 這筆付款的 { $amount }，於 { $at }（香港時間）{ $was }，編號 { $number }{ $reference }，現為{ $state }

# attempt/send.rs
attempt-stopping = 在交出之前已停止
attempt-look-old = 距離查核該筆付款已過了很久，閘道可能已有變化（本機是否曾休眠？）
attempt-other-request = 其請求與已記錄的不再相同

# attempt/payment/lists.rs
attempt-lists-lack = 其清單欠缺閘道已確認的退款 { $number }，故可能還欠缺其他

# attempt/payment/unseen.rs
attempt-no-payment = 閘道查無付款 { $syssn }
attempt-a-refunds-number = { $syssn } 是退款的編號，不是付款的編號
attempt-no-payment-fix = 請核對編號、設定檔及其環境。
attempt-no-payment-order = 請核對編號、設定檔及其環境。如屬訂單號，請用 --order-no，檔案則用 `order_no` 欄。
attempt-a-refunds-number-fix = 請填付款的編號（該退款的 `orig_syssn`）。
attempt-unread-fix = 請在商戶後台查看該筆付款及其退款；`qfrefund enquiry --syssn SYSSN` 可顯示各行。
attempt-run-again = 請再執行指令。
attempt-run-again-later = 請等數分鐘再執行指令。
attempt-fault-fix = 請再執行指令；查詢不涉及款項。
attempt-check-profile = 請核對設定檔的 `app_code`、客戶端密鑰、mchid、簽名方式及環境：它們必須互相配合。
