-- A request for a private line that never came before whoever was asked: they had
-- blocked its opener, were new, or had no room. Its state is 'declined', as that of
-- one they saw and declined.
ALTER TABLE lines ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0 CHECK (unseen IN (0, 1));
