package io.p13n.admin.profile;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What is known of a person.
 *
 * @param changes of the identity, the newest first
 * @param events the newest first
 */
record LookUp(@JsonUnwrapped ProfileView profile, List<ChangeView> changes, List<EventView> events) {}
