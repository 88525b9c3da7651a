pub(crate) mod join;
pub(crate) mod removal;
