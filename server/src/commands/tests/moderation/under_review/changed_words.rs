//! A message that its author has changed is judged anew: reports of the earlier words
//! don't count against it, and a review of them doesn't protect it.

use super::*;

#[tokio::test]
async fn changed_words_are_folded_by_two_reports_of_their_own() {
    let Scene { fixture, jo, sam, max, ari, kim, said } = folded().await;
    fixture.note(kim, said, None).await.unwrap();
    let later = NOW.plus_ms(60_000);
    fixture.edit_at(jo, said, "all of you are no loss", later).await.unwrap();
    assert!(!fixture.under_review(ari, said).await);
    fixture.heard();
    // Both reported the earlier words; those reports no longer count.
    fixture.report_at(sam, said, later).await;
    assert!(fixture.told_of_review().is_empty());
    fixture.report_at(max, said, later).await;
    assert_eq!(fixture.told_of_review(), [(said, true)]);
}

#[tokio::test]
async fn whoever_left_before_a_change_reports_none_of_the_changed_words() {
    let Scene { fixture, jo, sam, max, ari, said, .. } = scene().await;
    leave_circle(context(&fixture.store, sam, NOW), LeaveCircle { circle: fixture.circle })
        .await
        .unwrap();
    let later = NOW.plus_ms(60_000);
    fixture.edit_at(jo, said, "none of you is a loss", later).await.unwrap();
    fixture.report_at(sam, said, later).await;
    fixture.report_at(max, said, later).await;
    assert!(fixture.told_of_review().is_empty() && !fixture.under_review(ari, said).await);
    fixture.report_at(ari, said, later).await;
    assert_eq!(fixture.told_of_review(), [(said, true)]);
}

#[tokio::test]
async fn its_author_neither_unfolds_it_nor_edits_past_a_look() {
    let Scene { fixture, jo, sam, max, ari, kim, said } = folded().await;
    fixture.note(jo, said, Some(ContentNote::Other)).await.unwrap();
    fixture.note(jo, said, None).await.unwrap();
    fixture.edit(jo, said, "I did not mean it").await.unwrap();
    assert!(fixture.told_of_review().is_empty() && fixture.under_review(ari, said).await);
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(fixture.told_of_review(), [(said, false)]);
    // Nobody has reviewed these words.
    fixture.edit(jo, said, "I did mean it").await.unwrap();
    fixture.report(sam, said, REASON).await.unwrap();
    fixture.report(max, said, REASON).await.unwrap();
    assert_eq!(fixture.told_of_review(), [(said, true)]);
}
