package io.p13n.offer.profile;

import java.util.List;
import java.util.UUID;

/** Placeholder. */
public final class ProfileCodec {

    private ProfileCodec() {}

    public static String encode(Profile profile) {
        return profile.toString();
    }

    public static Profile decode(UUID id, List<LinkedId> ids, String state) {
        return Profile.fresh(id).withIds(ids);
    }
}
