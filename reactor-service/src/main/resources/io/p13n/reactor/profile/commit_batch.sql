select commit_batch(
    :account, :instance,
    :group, :topic, :partitions, :expected_offsets, :next_offsets, :applied_to,
    :leader_epochs,
    :uuids, :expected_times, :new_times,
    :profile_ids, :expected_versions, :new_versions, string_to_array(:states, chr(30), '-'),
    :id_keys, :id_values, :expected_profiles, :new_profiles, :id_since, :id_proven,
    :change_profiles, :changes, :change_merged, :change_keys, :change_values,
    :change_record_ids, :change_times)
