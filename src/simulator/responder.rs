//! Answers a request as the gateway does: checks who asks, applies faults, lets the rules decide,
//! signs the answer.

use super::book::{LedgerEntry, Refund, millis};
use super::delivery::{Delivery, Handled};
use super::enquiry::EnquiryCall;
use super::error::SimulatorError;
use super::faults::{Endpoint, FaultOrders, InjectedFaults, distort};
use super::http::{HttpRequest, HttpResponse, Params};
use super::ledger::Ledger;
use super::options::{RequestEvent, SimulatorOptions};
use super::refunding::{self, RefundCall};
use super::reply::{BusinessRefusal, Fields};
use super::stop::Stop;
use crate::gateway::form;
use crate::gateway::signature::{self, SignType};
use crate::gateway::wire::{
    APP_CODE_HEADER, QUERY_PATH, REFUND_PATH, SIGN_HEADER, SIGN_TYPE_HEADER,
};
use crate::refund::clock::http_date;
use crate::refund::hong_kong;
use time::OffsetDateTime;

/// Answers requests. Shared by all connections.
pub(super) struct Responder {
    options: SimulatorOptions,
    ledger: Ledger,
    faults: InjectedFaults,
}

/// A business answer that is not yet signed.
struct UnsignedAnswer {
    fields: Fields,
    respcd: String,
    executed: bool,
}

impl Responder {
    pub(super) const fn new(
        options: SimulatorOptions,
        ledger: Ledger,
        faults: InjectedFaults,
    ) -> Self {
        Self {
            options,
            ledger,
            faults,
        }
    }

    /// Answers a request that could not be read.
    pub(super) fn refuse(&self, status: u16) -> HttpResponse {
        self.tell(RequestEvent {
            status,
            ..self.event()
        });
        HttpResponse::page(status)
    }

    /// Adds the header in which a server tells its time.
    pub(super) fn dated(&self, mut response: HttpResponse) -> HttpResponse {
        let now = self.options.clock.now();
        response.headers.push(("Date", http_date(now)));
        response
    }

    /// Answers a request.
    pub(super) fn handle(&self, request: &HttpRequest, stop: &Stop) -> Handled {
        let head = &request.head;
        let mut event = RequestEvent {
            method: head.method.clone(),
            path: head.path.clone(),
            ..self.event()
        };
        let endpoint = match head.path.as_str() {
            REFUND_PATH => Endpoint::Refund,
            QUERY_PATH => Endpoint::Query,
            _ => return self.page(404, event),
        };
        if head.method != "POST" {
            let mut handled = self.page(405, event);
            handled.response.headers.push(("Allow", "POST".to_owned()));
            return handled;
        }
        let query = match endpoint {
            Endpoint::Refund => "",
            Endpoint::Query => head.query.as_str(),
        };
        let params = Params::decode(query, &request.body);
        if let Some(params) = &params {
            let of = |name| params.get(name).map(str::to_owned);
            event.out_trade_no = of("out_trade_no");
            event.syssn = of("syssn");
            event.txamt = of("txamt");
        }
        match self.admit(request, params) {
            Ok((params, sign_type)) => self.serve(endpoint, &params, sign_type, event, stop),
            Err(refused) => self.turn_away(&refused, event),
        }
    }

    /// Checks app code, form, signature and shop, in this order.
    fn admit(
        &self,
        request: &HttpRequest,
        params: Option<Params>,
    ) -> Result<(Params, SignType), Refused> {
        let identity = &self.options.identity;
        let head = &request.head;
        if head.header(APP_CODE_HEADER) != Some(identity.app_code.as_str()) {
            // Without a merchant there is no key to sign the answer with.
            return Err(Refused(
                BusinessRefusal::new("1108", "app code error"),
                None,
            ));
        }
        let sign_type = match head.header(SIGN_TYPE_HEADER).unwrap_or("MD5") {
            name if name.eq_ignore_ascii_case("MD5") => SignType::Md5,
            name if name.eq_ignore_ascii_case("SHA256") => SignType::Sha256,
            _ => {
                return Err(Refused(
                    BusinessRefusal::new("1108", "sign type error"),
                    Some(SignType::Md5),
                ));
            }
        };
        let refuse = |respcd, respmsg| {
            Err(Refused(
                BusinessRefusal::new(respcd, respmsg),
                Some(sign_type),
            ))
        };
        let media_type = head
            .header("Content-Type")
            .and_then(|value| value.split(';').next())
            .map_or(form::MEDIA_TYPE, str::trim);
        if !media_type.eq_ignore_ascii_case(form::MEDIA_TYPE) {
            return refuse("1103", "Content-Type must be the form type");
        }
        let Some(params) = params else {
            return refuse("1103", "the form is not UTF-8");
        };
        let expected = signature::sign(&params.0, &identity.client_key, sign_type);
        let given = head.header(SIGN_HEADER).unwrap_or_default();
        if !signature::same(&expected, given) {
            return refuse("1108", "");
        }
        if params.repeated().is_some() {
            return refuse("1103", "a parameter is repeated");
        }
        if identity.mchid.is_some() && params.get("mchid") != identity.mchid.as_deref() {
            return refuse("1108", "mchid error");
        }
        Ok((params, sign_type))
    }

    fn turn_away(&self, refused: &Refused, event: RequestEvent) -> Handled {
        let Refused(refusal, sign_type) = refused;
        let mut fields = Fields::default();
        fields
            .text("resperr", &refusal.resperr)
            .text("respmsg", &refusal.respmsg);
        if let Some(out_trade_no) = &event.out_trade_no {
            fields.text("out_trade_no", out_trade_no);
        }
        fields.text("respcd", &refusal.respcd);
        self.tell(RequestEvent {
            status: 200,
            respcd: Some(refusal.respcd.clone()),
            ..event
        });
        let body = fields.to_json().into_bytes();
        Handled {
            response: self.json(body, *sign_type),
            delivery: Delivery::Whole,
        }
    }

    /// Serves a request of the merchant: faults, decision, answer.
    fn serve(
        &self,
        endpoint: Endpoint,
        params: &Params,
        sign_type: SignType,
        mut event: RequestEvent,
        stop: &Stop,
    ) -> Handled {
        let orders = self.faults.orders(endpoint, params);
        event.faults = orders.names();
        if stop.wait_if(orders.wait) {
            return self.page(503, event);
        }
        let decided = match endpoint {
            Endpoint::Refund => self.refund(params, &orders),
            Endpoint::Query => self.enquire(params, &orders),
        };
        let mut answer = match decided {
            Ok(answer) => answer,
            Err(error) => {
                event.trouble = Some(error.to_string());
                return self.page(500, event);
            }
        };
        let executed = answer.executed;
        let distorted = distort(&orders, &mut answer.fields);
        let mut response = match distorted.page {
            Some(page) => page,
            None => self.json(distorted.body, Some(sign_type)),
        };
        distorted.headers.change(&mut response.headers);
        self.tell(RequestEvent {
            status: response.status,
            respcd: (response.status == 200 && !response.body.is_empty()).then_some(answer.respcd),
            executed,
            ..event
        });
        // The money has moved; what is slow now is the answer.
        stop.wait_if(orders.pause);
        Handled {
            response,
            delivery: distorted.delivery,
        }
    }

    fn refund(
        &self,
        params: &Params,
        orders: &FaultOrders,
    ) -> Result<UnsignedAnswer, SimulatorError> {
        let now = self.now();
        let refused = |refusal: BusinessRefusal| UnsignedAnswer {
            fields: refusal.fields(params, hong_kong::gateway_time(now)),
            respcd: refusal.respcd,
            executed: false,
        };
        if let Some(refusal) = orders.instead() {
            return Ok(refused(refusal));
        }
        let call = match RefundCall::parse(params) {
            Ok(call) => call,
            Err(refusal) => return Ok(refused(refusal)),
        };
        let answer = self.ledger.decide(now, |book| {
            let decided = call.decide(book, self.options.rules, now);
            let slot = book.payment(call.payment());
            match (decided, slot) {
                (Ok(mut refund), Some(slot)) => {
                    arrange(&mut refund, orders, now);
                    let answer = UnsignedAnswer {
                        fields: refunding::accepted(&refund, slot),
                        respcd: refund.respcd().to_owned(),
                        executed: true,
                    };
                    (vec![LedgerEntry::Refund(refund)], answer)
                }
                (Err(refusal), _) => (Vec::new(), refused(refusal)),
                (Ok(_), None) => (Vec::new(), refused(BusinessRefusal::new("1268", ""))),
            }
        })?;
        // A fault may want another answer than the truth about an executed refund.
        Ok(match orders.afterwards().filter(|_| answer.executed) {
            Some(refusal) => UnsignedAnswer {
                executed: true,
                ..refused(refusal)
            },
            None => answer,
        })
    }

    fn enquire(
        &self,
        params: &Params,
        orders: &FaultOrders,
    ) -> Result<UnsignedAnswer, SimulatorError> {
        let now = self.now();
        let refused = |refusal: BusinessRefusal| UnsignedAnswer {
            fields: refusal.fields(&Params::default(), hong_kong::gateway_time(now)),
            respcd: refusal.respcd,
            executed: false,
        };
        if let Some(refusal) = orders.instead() {
            return Ok(refused(refusal));
        }
        let call = match EnquiryCall::parse(params, self.options.rules, now) {
            Ok(call) => call,
            Err(refusal) => return Ok(refused(refusal)),
        };
        self.ledger.decide(now, |book| {
            let found = call.answer(book, now, orders.hides_refunds());
            let answer = UnsignedAnswer {
                fields: found.fields,
                respcd: "0000".to_owned(),
                executed: false,
            };
            (found.entries, answer)
        })
    }

    fn json(&self, body: Vec<u8>, sign_type: Option<SignType>) -> HttpResponse {
        let mut headers = vec![
            ("Content-Type", "application/json; charset=UTF-8".to_owned()),
            ("X-Powered-By", "QF/1.1".to_owned()),
        ];
        if let Some(sign_type) = sign_type {
            let key = &self.options.identity.client_key;
            headers.push((SIGN_HEADER, signature::sign_body(&body, key, sign_type)));
            if sign_type == SignType::Sha256 {
                headers.push((SIGN_TYPE_HEADER, sign_type.name().to_owned()));
            }
        }
        HttpResponse {
            status: 200,
            headers,
            body,
        }
    }

    fn page(&self, status: u16, event: RequestEvent) -> Handled {
        let mut response = HttpResponse::page(status);
        if event.method == "HEAD" {
            // A HEAD request's answer has no body; one would be read as the next answer.
            response.body.clear();
        }
        self.tell(RequestEvent { status, ..event });
        Handled {
            response,
            delivery: Delivery::Whole,
        }
    }

    fn event(&self) -> RequestEvent {
        RequestEvent {
            time: hong_kong::gateway_time(self.now()),
            ..RequestEvent::default()
        }
    }

    fn tell(&self, event: RequestEvent) {
        if let Some(hook) = &self.options.on_event {
            hook(&event);
        }
    }

    fn now(&self) -> OffsetDateTime {
        self.options.clock.now()
    }
}

/// A request that is turned away, and how the answer is signed.
struct Refused(BusinessRefusal, Option<SignType>);

/// Makes a refund pending or hidden, as the faults want.
fn arrange(refund: &mut Refund, orders: &FaultOrders, now: OffsetDateTime) {
    refund.pending = orders.pending.as_ref().map(|plan| plan.from(millis(now)));
    refund.hidden = orders.lag.map(|plan| plan.from(millis(now)));
}
