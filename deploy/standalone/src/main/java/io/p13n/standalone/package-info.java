/** The whole system in one JVM: the three applications, with a broker, a database and a sample service in its care. */
@NullMarked
package io.p13n.standalone;

import org.jspecify.annotations.NullMarked;
