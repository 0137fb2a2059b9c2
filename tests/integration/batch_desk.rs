//! Batches as the desk and its scripts meet them: files that stay whole, what is told before and
//! after, and what to do next.

use crate::batch::{batch, prepared, run};
use crate::support::simulator::executed;

#[test]
fn the_file_of_refunds_is_never_written_over() {
    let (sandbox, _served) = prepared(2, "");
    let before = std::fs::read(sandbox.path("batch.csv")).unwrap();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for name in ["batch.csv", "./folder/../batch.csv"] {
        let checked = batch(&sandbox, &["check", "batch.csv", "--faults", name]);
        let ran = run(&sandbox, &["--results", name]);
        for refused in [checked, ran] {
            assert_eq!(refused.code, 2, "{refused:?}");
            let message = refused.json()["message"].to_string();
            assert!(message.contains("would overwrite"), "{refused:?}");
        }
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(std::fs::read(sandbox.path("batch.csv")).unwrap(), before);
    let elsewhere = run(&sandbox, &["--results", "folder/batch.csv"]);
    assert_eq!(elsewhere.code, 0, "{elsewhere:?}");
}
