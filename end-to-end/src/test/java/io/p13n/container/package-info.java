/** The system as containers: its images, built from this checkout, on one network with PostgreSQL and Kafka. */
package io.p13n.container;
