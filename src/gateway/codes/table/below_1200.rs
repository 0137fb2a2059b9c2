//! The rows below 1200: the request, the merchant, and what became of the order.

use super::{done, processing, refused, seen, unclear};
use crate::gateway::codes::{Again, Class, Code, Reach, Source};

/// The rows from 0000 to 1199.
pub(super) const ROWS: &[Code] = &[
    done("0000").means("done", "成功").next(
        "Keep the refund's syssn. `qfrefund enquiry OUT_TRADE_NO` confirms it.",
        "請保存退款的 syssn；可執行 `qfrefund enquiry OUT_TRADE_NO` 確認。",
    ),
    unclear("1100", Class::Retry)
        .reach(Reach::Profile)
        .means("the gateway is under maintenance", "系統正在維護")
        .next(
            "Wait for the maintenance to end, then run `qfrefund enquiry OUT_TRADE_NO`. Only if \
             it keeps finding nothing may the same request go again, under the same number.",
            "待維護完畢，執行 `qfrefund enquiry OUT_TRADE_NO`。\
             只有一直查無記錄，方可用同一編號重發同一請求。",
        ),
    unclear("1101", Class::Pending)
        .means(
            "an error while reversing; older lists: the caller has to reverse",
            "撤銷時出錯；舊表解作須由呼叫方主動沖正",
        )
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO` and reverse nothing by hand. \
             If it stays open, a person must settle it with QFPay support.",
            "請執行 `qfrefund enquiry OUT_TRADE_NO`，切勿自行撤銷。\
             若一直未明，須由專人與 QFPay 支援處理。",
        ),
    seen("1102")
        .means(
            "the gateway takes this for a repeated request",
            "閘道視為重複的請求",
        )
        .next(
            "Do not send it again: the number was seen before, which proves no refund. \
             Run `qfrefund enquiry OUT_TRADE_NO`.",
            "切勿重發：該編號曾經出現，但不代表已退款。請執行 `qfrefund enquiry OUT_TRADE_NO`。",
        ),
    refused("1103", Class::Request, Again::AfterFix)
        .means("the message has the wrong format", "報文格式不正確")
        .next(
            "Nothing was executed. Have the request corrected, or the tool if the fault is its \
             own; then issue a new refund (new number).",
            "並未執行。請修正請求；若屬本工具的錯誤，則先修正工具，然後發出新退款（新編號）。",
        ),
    refused("1104", Class::Request, Again::AfterFix)
        .means(
            "a parameter is wrong; with the text \"filter error\": the channel is not enabled",
            "參數不正確；若附「filter error」則為通道未開通",
        )
        .next(
            "Nothing was executed. Correct the parameter, or have QFPay support enable the \
             channel; then issue a new refund (new number).",
            "並未執行。請修正參數，或請 QFPay 支援開通通道，然後發出新退款（新編號）。",
        ),
    refused("1105", Class::Setup, Again::AfterFix)
        .reach(Reach::Device)
        .means("the device has not been activated", "裝置尚未啟用")
        .next(
            "Nothing was executed. Have QFPay support activate the device, \
             then issue a new refund (new number).",
            "並未執行。請 QFPay 支援啟用裝置，然後發出新退款（新編號）。",
        ),
    refused("1106", Class::Setup, Again::AfterFix)
        .reach(Reach::Device)
        .means(
            "the device is not valid, or not bound to the account",
            "裝置無效，或未與帳戶綁定",
        )
        .next(
            "Nothing was executed. Check the udid and the account, with QFPay support if need be; \
             then issue a new refund (new number).",
            "並未執行。請核對 udid 與帳戶，必要時聯絡 QFPay 支援，然後發出新退款（新編號）。",
        ),
    refused("1107", Class::Setup, Again::AfterFix)
        .reach(Reach::Device)
        .means(
            "the device is barred, or lacks the right",
            "裝置已遭停用或無權限",
        )
        .next(
            "Nothing was executed. Have QFPay support release the device, \
             then issue a new refund (new number).",
            "並未執行。請 QFPay 支援解除裝置限制，然後發出新退款（新編號）。",
        ),
    refused("1108", Class::Auth, Again::AfterFix)
        .means(
            "the signature does not match; also seen for an mchid that is not accepted",
            "簽名不符；亦見於 mchid 不獲接納",
        )
        .next(
            "Nothing was executed. Check the profile's client key, environment and mchid, \
             then issue a new refund (new number).",
            "並未執行。請核對設定檔的密鑰、環境與 mchid，然後發出新退款（新編號）。",
        ),
    unclear("1109", Class::Auth)
        .means("encrypting or decrypting failed", "加密或解密出錯")
        .source(Source::Historic),
    unclear("1110", Class::Request)
        .means("the serial number of a top-up is wrong", "儲值的流水號錯誤")
        .source(Source::Historic),
    unclear("1111", Class::Pending)
        .means(
            "a service outside the gateway was unavailable",
            "外部服務無法使用",
        )
        .source(Source::Historic),
    unclear("1112", Class::Pending)
        .means(
            "a service inside the gateway was unavailable",
            "內部服務無法使用",
        )
        .source(Source::Historic),
    unclear("1113", Class::Setup)
        .means("the user is not known", "查無此用戶")
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO` to learn what became of the refund. \
             Then check the profile's credentials.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO` 查明退款結果，再核對設定檔的憑證。",
        )
        .source(Source::Historic),
    unclear("1114", Class::Setup)
        .means("the user has been barred", "用戶已遭停用")
        .source(Source::Historic),
    unclear("1115", Class::Setup)
        .means("the user's rights are restricted", "用戶的權限受限")
        .source(Source::Historic),
    refused("1116", Class::Auth, Again::AfterFix)
        .means("the user's password is wrong", "用戶密碼錯誤")
        .next(
            "Nothing was executed. Correct the profile's credentials, \
             then issue a new refund (new number).",
            "並未執行。請更正設定檔的憑證，然後發出新退款（新編號）。",
        )
        .source(Source::Historic),
    unclear("1117", Class::Auth)
        .means("the user is not signed in", "用戶尚未登入")
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO` to learn what became of the refund. \
             Then check the profile's credentials.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO` 查明退款結果，再核對設定檔的憑證。",
        )
        .source(Source::Historic),
    unclear("1118", Class::Rule)
        .means("risk control stopped the transaction", "交易被風控攔截")
        .next(
            "Never repeat this by machine. Run `qfrefund enquiry OUT_TRADE_NO`, \
             then a person must take it up with QFPay support.",
            "切勿自動重試。先執行 `qfrefund enquiry OUT_TRADE_NO`，再由專人與 QFPay 支援處理。",
        )
        .source(Source::Historic),
    unclear("1119", Class::Rule)
        .means(
            "this kind of transaction is not allowed",
            "不允許此類型的交易",
        )
        .source(Source::Historic),
    unclear("1120", Class::Rule)
        .reach(Reach::Profile)
        .means(
            "transactions are not allowed at this hour",
            "此時段不允許交易",
        )
        .next(
            "The reply alone proves no refusal: run `qfrefund enquiry OUT_TRADE_NO`, \
             and once more when the hour has passed.",
            "單憑此回應不能證明退款被拒：\
             請執行 `qfrefund enquiry OUT_TRADE_NO`，並在該時段過後再查一次。",
        )
        .source(Source::Historic),
    unclear("1121", Class::Rule)
        .means("this kind of card is not allowed", "不允許此卡種")
        .source(Source::Historic),
    unclear("1122", Class::Rule)
        .means("this currency is not allowed", "不允許此幣種")
        .source(Source::Historic),
    unclear("1123", Class::Rule)
        .means("the amount is outside the limits", "金額超出限制")
        .source(Source::Historic),
    refused("1124", Class::Rule, Again::AfterFix)
        .means(
            "not a valid transaction; today: on the payment's own day a card is refunded in full",
            "無效交易；現況：卡付款當日只可全額退款",
        )
        .next(
            "Nothing was executed. For a card paid today issue a new refund (new number): the full \
             amount now, or the part from tomorrow, Hong Kong time. Otherwise check the payment.",
            "並未執行。若屬當日的卡付款，請發出新退款（新編號）：\
             即日退全額，或翌日（香港時間）起退部分金額。否則請先核對原付款。",
        )
        .source(Source::HistoricAndField),
    seen("1125")
        .means("the payment counts as refunded", "該付款已記為退款")
        .next(
            "Somebody refunded this payment, perhaps this very refund did: send nothing. \
             Run `qfrefund enquiry OUT_TRADE_NO` to see whose refund it was.",
            "該付款已有退款，可能正是本筆，切勿再發送。\
             請執行 `qfrefund enquiry OUT_TRADE_NO` 查明是哪一筆。",
        ),
    unclear("1126", Class::State)
        .means(
            "the data do not fit the original transaction",
            "資料與原交易不符",
        )
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO`. \
             Then compare syssn, amount and mchid with the payment.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO`，再將 syssn、金額、mchid 與原付款核對。",
        )
        .source(Source::Historic),
    unclear("1127", Class::Pending)
        .means("the gateway's database failed", "資料庫出錯")
        .source(Source::Historic),
    unclear("1128", Class::System)
        .means("the gateway's file system failed", "檔案系統出錯")
        .source(Source::Historic),
    unclear("1129", Class::Payment)
        .means("the voucher was uploaded before", "憑證先前已上傳")
        .source(Source::Historic),
    unclear("1130", Class::Rule)
        .means(
            "the date is not among those allowed",
            "日期不在允許範圍之內",
        )
        .next(
            "The payment may be too old. Run `qfrefund enquiry OUT_TRADE_NO`, \
             then a person must ask QFPay support.",
            "原付款可能過舊。先執行 `qfrefund enquiry OUT_TRADE_NO`，再由專人詢問 QFPay 支援。",
        )
        .source(Source::Historic),
    unclear("1131", Class::Pending)
        .means("the payment channel failed", "支付渠道出錯")
        .source(Source::Historic),
    unclear("1132", Class::Payment)
        .reach(Reach::Profile)
        .means("the client's version is wrong", "客戶端版本不符")
        .source(Source::Historic),
    unclear("1133", Class::Setup)
        .means(
            "the merchant's data at the channel are wrong",
            "商戶在渠道的資料有誤",
        )
        .source(Source::Historic),
    unclear("1134", Class::State)
        .means("not the card that paid", "並非原付款的卡")
        .source(Source::Historic),
    unclear("1135", Class::Setup)
        .means("the merchant is set up wrongly", "商戶的配置有誤")
        .source(Source::Historic),
    refused("1136", Class::State, Again::AfterFix)
        .means(
            "there is no such transaction, or it cannot be acted upon",
            "交易不存在或無法操作",
        )
        .next(
            "Nothing was executed. Check the payment's syssn, the environment and the mchid, \
             then issue a new refund (new number).",
            "並未執行。請核對原付款的 syssn、環境與 mchid，然後發出新退款（新編號）。",
        ),
    unclear("1137", Class::Payment)
        .means("contact data are missing", "缺少聯絡資料")
        .source(Source::Historic),
    unclear("1138", Class::Auth)
        .means("the key could not be renewed", "密鑰更新失敗")
        .source(Source::Historic),
    unclear("1139", Class::Payment)
        .means(
            "the card number or its track data are wrong",
            "卡號或磁道資料有誤",
        )
        .source(Source::Historic),
    unclear("1140", Class::Setup)
        .means("the account is not approved yet", "帳戶尚未通過審核")
        .source(Source::Historic),
    unclear("1141", Class::System)
        .means(
            "the channel's MAC or the encryption of track data failed",
            "通道的 MAC 或磁道加密出錯",
        )
        .source(Source::Historic),
    unclear("1142", Class::State).means("the order has been closed", "訂單已經關閉"),
    // Of a payment the gateway's tables call it unpaid, or waiting for a password.
    processing("1143").means("being processed", "正在處理"),
    unclear("1144", Class::Pending)
        .means(
            "a protocol failure while handling the request; also for a bad wallet code",
            "處理請求時協議出錯；亦見於錢包付款碼不正確",
        )
        .source(Source::Historic),
    processing("1145").means("being processed", "正在處理"),
    unclear("1146", Class::Pending)
        .means(
            "a business error while the order was processed",
            "處理訂單時業務出錯",
        )
        .source(Source::Historic),
    unclear("1147", Class::System).means("WeChat Pay reported an error", "微信支付回報錯誤"),
    unclear("1148", Class::State)
        .means(
            "cancelled, if one unverified client is right",
            "已取消（僅見於一份未經驗證的程式）",
        )
        .source(Source::Unverified),
    refused("1150", Class::Rule, Again::No)
        .means(
            "settled at once (T0), so it cannot be cancelled",
            "T0 即時結算，無法撤銷",
        )
        .next(
            "Nothing was executed, and another try would be refused too. \
             A person must return the money by the merchant portal or the bank.",
            "並未執行，再試亦會被拒。須由專人經商戶後台或銀行退還款項。",
        ),
    unclear("1151", Class::State)
        .means(
            "the data do not fit the pre-authorisation",
            "資料與預授權不符",
        )
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO`. Then check that the syssn is the capture's \
             and not the pre-authorisation's.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO`，\
             再核對所用 syssn 屬請款（capture）而非預授權。",
        )
        .source(Source::Historic),
    unclear("1152", Class::Rule)
        .means(
            "a pre-authorisation may not be completed on this date",
            "此日期不允許完成預授權",
        )
        .source(Source::Historic),
    unclear("1153", Class::Request)
        .means(
            "the amount completing the pre-authorisation is wrong",
            "完成預授權的金額有誤",
        )
        .source(Source::Historic),
    unclear("1154", Class::Pending)
        .means("the gateway failed internally", "閘道內部出錯")
        .source(Source::Historic),
    refused("1155", Class::Rule, Again::No)
        .means(
            "the refund was denied; older lists: may not be revoked",
            "退款被拒；舊表解作不允許撤銷",
        )
        .next(
            "Nothing was executed, and no reason is given. \
             A person must ask QFPay support why before anything else is tried.",
            "並未執行，亦無說明原因。須由專人先向 QFPay 支援查明原因，再作處理。",
        ),
    unclear("1161", Class::Pending)
        .means(
            "the result is not known: an enquiry is required",
            "結果未明，必須查詢",
        )
        .source(Source::Historic),
    unclear("1170", Class::Pending)
        .means("the channel's service was unavailable", "通道服務無法使用")
        .source(Source::Historic),
    unclear("1180", Class::Retry)
        .means("the route to the channel was reset", "通道路由已重置")
        .source(Source::Historic),
    unclear("1181", Class::State).means("the order has expired", "訂單已經逾期"),
];
