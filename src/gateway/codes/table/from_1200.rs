//! The rows from 1200 on: banks, shops, the payment's state, refund limits, and the channels.

use super::{processing, refused, seen, unclear};
use crate::gateway::codes::{Again, Class, Code, Source};

/// The rows from 1200 to 2999.
pub(super) const ROWS: &[Code] = &[
    unclear("1201", Class::Payment)
        .means(
            "the balance is too small: the payer's, or for a refund perhaps the merchant's",
            "餘額不足：付款人的，退款時則可能是商戶的",
        )
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO`. \
             If it finds nothing, a person must check the merchant's balance with finance.",
            "請執行 `qfrefund enquiry OUT_TRADE_NO`。若查無記錄，由專人與財務核對商戶餘額。",
        ),
    unclear("1202", Class::Payment).means(
        "the payment code shown is wrong or has run out",
        "出示的付款碼不正確或已失效",
    ),
    unclear("1203", Class::Setup).means("something is wrong with the account", "帳戶有問題"),
    unclear("1204", Class::System).means("the bank reported an error", "銀行回報錯誤"),
    unclear("1205", Class::System)
        .means(
            "the transaction failed, try later; also seen for cards refused and in the sandbox",
            "交易失敗，稍後再試；亦見於卡被拒及沙盒",
        )
        .next(
            "It says failed but proves nothing: send nothing, run `qfrefund enquiry OUT_TRADE_NO` \
             and read resperr for the reason.",
            "雖稱失敗，但不足為證：切勿重發，\
             請執行 `qfrefund enquiry OUT_TRADE_NO`，並細閱 resperr 的原因。",
        ),
    unclear("1212", Class::Payment).means(
        "the payer should show a UnionPay code for use abroad",
        "應出示銀聯境外付款碼",
    ),
    unclear("1241", Class::Setup).means(
        "the shop does not exist, or its state is wrong",
        "門市不存在，或狀態不正確",
    ),
    unclear("1242", Class::Setup).means("the shop is set up wrongly", "門市的配置有誤"),
    unclear("1243", Class::Setup).means("the shop has been disabled", "門市遭停用"),
    unclear("1250", Class::Rule).means("the transaction is forbidden", "交易遭禁止"),
    seen("1251")
        .means(
            "the out_trade_no was used before, or the shop is set up wrongly",
            "out_trade_no 已被使用，或門市的配置有誤",
        )
        .next(
            "Either way run `qfrefund enquiry OUT_TRADE_NO` and do not send it again. If the text \
             speaks of the shop and not of the number, ask QFPay support too.",
            "無論何者，均請執行 `qfrefund enquiry OUT_TRADE_NO`，切勿重發。\
             若文字所指為門市而非編號，另請 QFPay 支援檢查。",
        )
        .source(Source::CurrentAndField),
    unclear("1252", Class::Pending).means(
        "a system fault while the request was being sent on",
        "轉發請求時系統出錯",
    ),
    unclear("1254", Class::Pending).means(
        "a system fault that is being repaired",
        "系統故障，正在修復",
    ),
    unclear("1260", Class::State).means("the order has been paid", "訂單已經支付"),
    unclear("1261", Class::State)
        .means("the order has not been paid", "訂單尚未支付")
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO`, then look the payment up by its syssn: \
             if it was never paid there is nothing to refund.",
            "先執行 `qfrefund enquiry OUT_TRADE_NO`，\
             再以 syssn 查詢原付款：若從未支付，則無款可退。",
        ),
    seen("1262")
        .means("the order has been refunded", "訂單已經退款")
        .next(
            "Somebody refunded this order, perhaps this very refund did: send nothing. \
             Run `qfrefund enquiry OUT_TRADE_NO` to see whose refund it was.",
            "該訂單已有退款，可能正是本筆，切勿再發送。\
             請執行 `qfrefund enquiry OUT_TRADE_NO` 查明是哪一筆。",
        ),
    unclear("1263", Class::State).means("the order has been withdrawn", "訂單已經撤銷"),
    seen("1264")
        .means(
            "the order is closed; in the field: a payment refunded in full is refunded again",
            "訂單已經關閉；實測：已全額退款的付款再次退款",
        )
        .next(
            "Send nothing: the payment may have been refunded before, perhaps by this very refund. \
             Run `qfrefund enquiry OUT_TRADE_NO`, then look at the payment.",
            "切勿再發送：該付款可能早已退款，甚至正是本筆。\
             請先執行 `qfrefund enquiry OUT_TRADE_NO`，再查看原付款。",
        )
        .source(Source::CurrentAndField),
    refused("1265", Class::Rule, Again::Later)
        .means(
            "no refunds now (clearing pause 23:30-00:30) or for a promotion; \
             in the field also: the refund period is over",
            "禁止退款：清算時段 23:30–00:30 或優惠交易；實測亦指已逾退款期限",
        )
        .next(
            "Nothing was executed. In the pause or for a promotion: a new refund (new number) \
             later. If the text says the refund period is over: never; \
 a person must find another way.",
            "並未執行。若因清算時段或優惠：稍後發出新退款（新編號）。\
             若文字指已逾退款期限：不可再試，須由專人另作安排。",
        )
        .source(Source::CurrentAndField),
    refused("1266", Class::Request, Again::AfterFix)
        .means("the amount is not right", "金額不相符")
        .next(
            "Nothing was executed. Check the amount against the payment, \
             then issue a new refund (new number).",
            "並未執行。請與原付款核對金額，然後發出新退款（新編號）。",
        ),
    refused("1267", Class::Request, Again::AfterFix)
        .means("the order's data do not agree", "訂單的資料不相符")
        .next(
            "Nothing was executed. Check the payment's syssn and the mchid, \
             then issue a new refund (new number).",
            "並未執行。請核對原付款的 syssn 與 mchid，然後發出新退款（新編號）。",
        ),
    refused("1268", Class::State, Again::AfterFix)
        .means("there is no such order", "查無此訂單")
        .next(
            "Nothing was executed. Check the payment's syssn and the environment, \
             then issue a new refund (new number).",
            "並未執行。請核對原付款的 syssn 與環境，然後發出新退款（新編號）。",
        ),
    refused("1269", Class::Rule, Again::Later)
        .means(
            "today's unsettled takings are too small; \
             in the field also: the figures are renewed at 11:00",
            "當日未結算款項不足；實測亦指須待上午 11 時數據更新",
        )
        .next(
            "Nothing was executed. Issue a new refund (new number) after the 11:00 data or when \
             this payment method has taken enough, today or tomorrow; tell finance.",
            "並未執行。待上午 11 時數據更新，或該付款方式收款足夠後（當日或翌日），\
             發出新退款（新編號），並通知財務。",
        )
        .source(Source::CurrentAndField),
    refused("1270", Class::Rule, Again::AfterFix)
        .means(
            "this currency can be refunded in full only",
            "該幣種只可全額退款",
        )
        .next(
            "Nothing was executed. Only the full amount can go back: \
             if that is wanted, issue a new refund (new number).",
            "並未執行。只可退全額：如有需要，請發出新退款（新編號）。",
        ),
    refused("1271", Class::Rule, Again::AfterFix)
        .means(
            "this transaction can be refunded in full only",
            "該交易只可全額退款",
        )
        .next(
            "Nothing was executed. Only the full amount can go back: \
             if that is wanted, issue a new refund (new number).",
            "並未執行。只可退全額：如有需要，請發出新退款（新編號）。",
        ),
    refused("1272", Class::Rule, Again::AfterFix)
        .means(
            "the amount is above what is left to refund",
            "金額高於餘下可退金額",
        )
        .next(
            "Nothing was executed. Check the earlier refunds of this payment; \
             for a smaller amount issue a new refund (new number).",
            "並未執行。請核對該付款先前的退款；如改退較小金額，發出新退款（新編號）。",
        ),
    unclear("1294", Class::Rule)
        .means(
            "suspected of risk and stopped by the bank",
            "疑有風險，遭銀行禁止",
        )
        .next(
            "Never repeat this by machine. Run `qfrefund enquiry OUT_TRADE_NO`, \
             then a person must take it up with QFPay support.",
            "切勿自動重試。先執行 `qfrefund enquiry OUT_TRADE_NO`，再由專人與 QFPay 支援處理。",
        ),
    unclear("1295", Class::Pending).means(
        "the network is congested, the request waits",
        "網絡擁塞，請求輪候中",
    ),
    unclear("1296", Class::Pending).means(
        "the network is congested, asked to come back later",
        "網絡擁塞，要求稍後再來",
    ),
    unclear("1297", Class::Pending)
        .means(
            "the bank is busy; also hides wrong parameters, amount limits and \"cannot cancel\"",
            "銀行繁忙；亦可能掩蓋參數錯誤、金額超限或無法撤銷",
        )
        .next(
            "Run `qfrefund enquiry OUT_TRADE_NO` and read respmsg for the true cause. \
             Send nothing while the refund is open.",
            "請執行 `qfrefund enquiry OUT_TRADE_NO`，\
             並細閱 respmsg 的真正原因。結果未明前切勿發送。",
        ),
    unclear("1298", Class::Pending)
        .means(
            "the network is congested; if it went through it must not be repeated",
            "網絡擁塞；若已完成，切勿重複",
        )
        .next(
            "Send nothing: it may have gone through. \
             Run `qfrefund enquiry OUT_TRADE_NO` until it shows the end.",
            "切勿重發：可能已經成功。請執行 `qfrefund enquiry OUT_TRADE_NO`，直至有最終結果。",
        ),
    unclear("2001", Class::Setup)
        .means("the organisation is not known", "查無此機構")
        .source(Source::Historic),
    unclear("2002", Class::Setup)
        .means("the merchant could not be bound", "未能綁定商戶")
        .source(Source::Historic),
    unclear("2003", Class::Auth)
        .means(
            "signing in failed; mistranslated as signature failure in an English list",
            "簽到未能成功；英文表誤譯作簽名失敗",
        )
        .source(Source::Historic),
    unclear("2004", Class::Payment)
        .means("the payer's balance is too small", "付款人餘額不足")
        .source(Source::Historic),
    unclear("2005", Class::Payment).means(
        "the payer's code is wrong or has run out",
        "付款人的付款碼不正確或已失效",
    ),
    unclear("2006", Class::Payment)
        .means("the payer's code is not acceptable", "付款人的付款碼不合規")
        .source(Source::Historic),
    unclear("2007", Class::Payment)
        .means("the payer closed the transaction", "付款人已關閉交易")
        .source(Source::Historic),
    unclear("2008", Class::Request)
        .means(
            "the channel was given wrong parameters",
            "傳往通道的參數有誤",
        )
        .source(Source::Historic),
    unclear("2009", Class::Pending)
        .means("the channel could not be connected", "未能連接通道")
        .source(Source::Historic),
    unclear("2010", Class::Pending)
        .means("an unnamed error of the channel", "通道出現不明錯誤")
        .source(Source::Historic),
    seen("2011")
        .means("the serial number was used before", "流水號先前已用")
        .next(
            "Do not send it again: the number was seen before, which proves no refund. \
             Run `qfrefund enquiry OUT_TRADE_NO`.",
            "切勿重發：該編號曾經出現，但不代表已退款。請執行 `qfrefund enquiry OUT_TRADE_NO`。",
        ),
    unclear("2012", Class::Setup)
        .means(
            "the channel's certificate is set up wrongly",
            "通道證書的配置有誤",
        )
        .source(Source::Historic),
    processing("2999")
        .means(
            "the channel is processing it, though the text has said failed",
            "通道正在處理（文字曾顯示失敗）",
        )
        .source(Source::Historic),
];
