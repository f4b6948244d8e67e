select commit_batch(
    :account, :instance,
    :group, :topic, :partitions, :expected_offsets, :next_offsets, :applied_to,
    :leader_epochs,
    '{}'::uuid[], '{}'::timestamptz[], '{}'::timestamptz[],
    :profile_ids, :expected_versions, :new_versions, string_to_array(:states, chr(30), '-'),
    '{}'::text[], '{}'::text[], '{}'::uuid[], '{}'::uuid[], '{}'::uuid[], '{}'::boolean[],
    '{}'::uuid[], '{}'::text[], '{}'::uuid[], '{}'::text[], '{}'::text[],
    '{}'::uuid[], '{}'::timestamptz[])
