//! A certificate authority made for one test, and a server that it vouches for.

use super::stub::{Act, ReadWrite, Stub};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::net::TcpStream;
use std::sync::Arc;

/// A TLS server, and the PEM text of the authority that signed its certificate.
pub struct TlsStub {
    pub stub: Stub,
    pub ca_pem: String,
}

impl TlsStub {
    /// Serves with a certificate for these names.
    pub fn start(names: &[&str], acts: Vec<Act>) -> Self {
        Self::valid(names, (1975, 4096), acts)
    }

    /// The same with a certificate that is valid from the beginning of one year to that of another.
    pub fn valid(names: &[&str], (from, until): (i32, i32), acts: Vec<Act>) -> Self {
        let ca_key = KeyPair::generate().unwrap();
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name
            .push(DnType::CommonName, "qfrefund test authority");
        let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
        let issuer = Issuer::new(ca, ca_key);
        let leaf_key = KeyPair::generate().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut leaf = CertificateParams::new(names).unwrap();
        leaf.not_before = date_time_ymd(from, 1, 1);
        leaf.not_after = date_time_ymd(until, 1, 1);
        leaf.distinguished_name
            .push(DnType::CommonName, "qfrefund test server");
        let certificate = leaf.signed_by(&leaf_key, &issuer).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let config =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![certificate.der().clone()], key)
                .unwrap();
        let config = Arc::new(config);
        let wrap = move |stream: TcpStream| -> Box<dyn ReadWrite> {
            Box::new(StreamOwned::new(
                ServerConnection::new(Arc::clone(&config)).unwrap(),
                stream,
            ))
        };
        Self {
            stub: Stub::with(acts, wrap),
            ca_pem,
        }
    }

    pub fn url(&self) -> String {
        format!("https://{}", self.stub.address)
    }
}
