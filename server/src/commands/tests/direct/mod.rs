pub(super) mod line_bounds;
pub(super) mod lines;
pub(super) mod unseen_requests;
