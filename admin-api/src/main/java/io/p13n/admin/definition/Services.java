package io.p13n.admin.definition;

import java.util.List;

/** The services of an account that run. */
record Services(List<Service> services) {

    record Service(long instance, long version) {}
}
