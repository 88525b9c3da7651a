//! A message changed by its author is another one to judge: reports of the earlier words
//! do not count against it, and a look at them does not protect it.

use super::*;

#[tokio::test]
async fn changed_words_are_folded_by_two_reports_of_their_own() {
    let Scene { house, jo, sam, max, ari, kim, said } = folded().await;
    house.note(kim, said, None).await.unwrap();
    let later = NOW.plus_ms(60_000);
    house.edit_at(jo, said, "all of you are no loss", later).await.unwrap();
    assert!(!house.under_review(ari, said).await);
    house.heard();
    // Both reported the earlier words; that counts no more.
    house.report_at(sam, said, later).await;
    assert!(house.told_of_review().is_empty());
    house.report_at(max, said, later).await;
    assert_eq!(house.told_of_review(), [(said, true)]);
}

#[tokio::test]
async fn whoever_left_before_a_change_reports_none_of_the_changed_words() {
    let Scene { house, jo, sam, max, ari, said, .. } = scene().await;
    leave_circle(&house.store, sam, LeaveCircle { circle: house.circle }, NOW).await.unwrap();
    let later = NOW.plus_ms(60_000);
    house.edit_at(jo, said, "none of you is a loss", later).await.unwrap();
    house.report_at(sam, said, later).await;
    house.report_at(max, said, later).await;
    assert!(house.told_of_review().is_empty() && !house.under_review(ari, said).await);
    house.report_at(ari, said, later).await;
    assert_eq!(house.told_of_review(), [(said, true)]);
}

#[tokio::test]
async fn its_author_neither_unfolds_it_nor_edits_past_a_look() {
    let Scene { house, jo, sam, max, ari, kim, said } = folded().await;
    house.note(jo, said, Some(ContentNote::Other)).await.unwrap();
    house.note(jo, said, None).await.unwrap();
    house.edit(jo, said, "I did not mean it").await.unwrap();
    assert!(house.told_of_review().is_empty() && house.under_review(ari, said).await);
    house.close(kim, house.only_case(kim).await, CaseResolution::Dismiss).await.unwrap();
    assert_eq!(house.told_of_review(), [(said, false)]);
    // Nobody has looked at these words.
    house.edit(jo, said, "I did mean it").await.unwrap();
    house.report(sam, said, CONCERN).await.unwrap();
    house.report(max, said, CONCERN).await.unwrap();
    assert_eq!(house.told_of_review(), [(said, true)]);
}
