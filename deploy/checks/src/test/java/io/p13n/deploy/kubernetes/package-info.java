/** Holds the manifests against Kubernetes' models, the operators' schemas and the applications. */
@NullMarked
package io.p13n.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
