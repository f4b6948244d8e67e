package io.p13n.deploy.kubernetes;

import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Objects;

/**
 * The models of Kubernetes' official client: unknown and missing fields, types, quantities. An API that was removed has
 * none.
 */
final class Models {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 Namespace", V1Namespace.class,
            "v1 ConfigMap", V1ConfigMap.class,
            "v1 Service", V1Service.class,
            "v1 ServiceAccount", V1ServiceAccount.class,
            "apps/v1 Deployment", V1Deployment.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
            "networking.k8s.io/v1 Ingress", V1Ingress.class);

    private Models() {}

    static boolean has(Manifest object) {
        return KINDS.containsKey(object.type());
    }

    /** Throws what is wrong with the object. */
    static void check(Manifest object) throws Exception {
        Class<?> model = Objects.requireNonNull(KINDS.get(object.type()));
        JsonElement json = JSON.getGson().toJsonTree(object.fields());
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
        } catch (InvocationTargetException wrong) {
            throw new AssertionError(object + ": " + wrong.getTargetException().getMessage(), wrong);
        }
        var read = JSON.getGson().fromJson(json, model);
        if (read == null) {
            throw new AssertionError(object + " is empty");
        }
    }
}
