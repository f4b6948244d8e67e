-- The plans of the hot path are made once a connection: on a new system before there are rows. A planner that knows nothing of
-- a table believes that it is tiny, and stays with what it then chose until somebody analyses the table: it reads all rows of the service
-- once, instead of looking each id up, or it looks each up by another index, of which it uses no more than account and instance.
-- Thus the first import into a system made each decision read all that had come. So primary keys alone begin with account and
-- instance, and each other index with what tells its rows apart; R__hot_path.sql tells the rest.

drop index identity_of_profile;
create index identity_of_profile on identity (profile, account, instance);

drop index identity_erased;
create index identity_erased on identity (erased_until, account) where erased_until is not null;

drop index seen_uuid_by_age;
create index seen_uuid_by_age on seen_uuid (accepted_at, account, instance);

drop index batch_segment_of_generation;
create index batch_segment_of_generation on batch_segment (segment, generation, account, instance);

drop index imported_attribute_of_generation;
create index imported_attribute_of_generation on imported_attribute (attribute, generation, account, instance);
