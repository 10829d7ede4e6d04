//! Manifests with one defect each: the code and the line that must be told, and nothing else.

use super::{check, shown};

struct Case(&'static str, usize, String);

fn pod(inside: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n  containers:\n    - name: web\n      image: nginx\n{inside}"
    )
}

fn deployment(spec: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n{spec}  selector:\n    matchLabels: {{app: shop}}\n  template:\n    metadata:\n      labels: {{app: shop}}\n    spec:\n      containers:\n        - name: web\n          image: nginx\n          ports: [{{name: http, containerPort: 8080}}]\n"
    )
}

fn service(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n{spec}")
}

fn job(spec: &str) -> String {
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: run\nspec:\n  template:\n    spec:\n{spec}      containers: [{{name: a, image: b}}]\n"
    )
}

fn any(api: &str, kind: &str, rest: &str) -> String {
    format!("apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: shop\n{rest}")
}

/// A CustomResourceDefinition whose schema stands on line 19.
fn definition(before: &str, after: &str) -> String {
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.a.b\nspec:\n  group: a.b\n  \
         scope: Namespaced\n  names:\n    plural: shops\n    singular: shop\n    kind: Shop\n  versions:\n    - name: v1\n      \
         served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          {{{before}\n          {after}}}\n"
    )
}

fn webhook(client: &str) -> String {
    any(
        "admissionregistration.k8s.io/v1",
        "ValidatingWebhookConfiguration",
        &format!(
            "webhooks:\n- name: a.b.c\n  sideEffects: None\n  admissionReviewVersions: [v1]\n  clientConfig: {{{client}}}\n"
        ),
    )
}

fn node_port(name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  type: NodePort\n  ports:\n  - port: 80\n    \
         nodePort: 30080\n"
    )
}

fn claims(asked: &str, there: &str) -> String {
    format!(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: a}}\nspec:\n  volumeName: b\n  accessModes: [ReadWriteOnce]\n  \
         resources:\n    requests: {{storage: {asked}}}\n---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {{name: b}}\nspec:\n  \
         capacity: {{storage: {there}}}\n  accessModes: [ReadWriteOnce]\n  hostPath: {{path: /b}}\n"
    )
}

fn scaler(api: &str, kind: &str) -> String {
    any(
        "autoscaling/v1",
        "HorizontalPodAutoscaler",
        &format!(
            "spec:\n  scaleTargetRef:\n    kind: {kind}\n    apiVersion: {api}\n    name: shop\n  maxReplicas: 3\n"
        ),
    )
}

fn cases() -> Vec<Case> {
    let c = |code, line, text: String| Case(code, line, text);
    let cm = |data: &str| any("v1", "ConfigMap", data);
    vec![
        // Syntax.
        c("K0201", 3, "a:\n  b: 1\n\tc: 2\n".into()),
        c("K0201", 2, "a: 1\nb: \"open\nc: 2\n".into()),
        c("K0201", 2, "a: 1\nb: \"open\nc: \"closed\"\n".into()),
        c("K0201", 2, "a: 1\nb: 'it's'\nc: 2\n".into()),
        c("K0201", 2, "a: 1\nb: [1, 2\nc: 3\n".into()),
        c("K0201", 2, "a: 1\nb: {x: 1\nc: 3\nd: 4\n".into()),
        c("K0201", 2, "a: 1\nb: c: d\n".into()),
        c("K0201", 2, "a: 1\nb: @home\n".into()),
        c("K0201", 2, "a: 1\nb: `date`\n".into()),
        c("K0201", 2, "a: 1\nb: &utm=1\nc: 2\n".into()),
        c("K0201", 3, "a: 1\nb:\n  - {x: 1, y: 2\nc:\n  - d: e\n".into()),
        c("K0201", 2, "a:\n   b: 1\n  c: 2\n".into()),
        c("K0201", 2, "a:\n  -b: 1\n    c: 2\n".into()),
        c("K0201", 2, "a:\n  - b 1\n    c: {d: e}\n".into()),
        c("K0201", 3, "a:\n  b: 1\n  c 2\n".into()),
        c("K0201", 3, "a: 1\nb:\n  c 2\n  d: 3\n".into()),
        c("K0201", 4, "a:\n  b: 1\n  c: 2\n d: 3\n".into()),
        c("K0201", 3, "a:\n  b: 1\n    c: 2\n".into()),
        c("K0201", 2, "a: 1\nb: *nowhere\n".into()),
        c("K0201", 1, "%YAML 1.2\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n".into()),
        c("K0201", 2, "a: 1\nb: ]\n".into()),
        c("K0201", 3, "list:\n  - a\n  b: 1\n".into()),
        c("K0202", 3, "a: 1\nb: 2\na: 3\n".into()),
        c("K0209", 3, format!("x: 1\ny: 2\nz: {}\n", "[".repeat(5000))),
        c(
            "K0209",
            4,
            (0..12).fold(String::from("a0: &a0 [1,1,1,1,1,1,1,1,1]\n"), |t, i| {
                t + &format!("a{}: &a{} [{}]\n", i + 1, i + 1, vec![format!("*a{i}"); 9].join(","))
            }),
        ),
        c("K0218", 1, "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n".into()),
        // Schema.
        c("K0203", 6, deployment("  replcas: 2\n")),
        c("K0203", 9, pod("      port: 80\n")),
        c("K0203", 6, deployment("  containers: []\n")),
        c("K0203", 9, pod("      restartPolicyy: Never\n")),
        c("K0204", 6, deployment("  replicas: \"2\"\n")),
        c("K0204", 6, cm("data:\n  a: 1\n")),
        c("K0204", 6, cm("data:\n  a: yes\n")),
        c("K0204", 9, pod("      command: run\n")),
        c("K0204", 10, pod("      env:\n        - {name: A, value: 1}\n")),
        c("K0204", 6, service("  ports: {port: 80}\n")),
        c("K0205", 7, pod("").replace("- name: web\n      image", "- image")),
        c("K0205", 7, pod("").replace("      image: nginx\n", "")),
        c("K0205", 3, pod("").replace("  name: shop", "  labels: {a: b}")),
        c("K0205", 7, service("  selector: {app: a}\n  ports: [{name: a}]\n")),
        c("K0205", 1, "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n".into()),
        c("K0203", 1, any("v1", "ConfigMap", "data: {}\n").replace("apiVersion", "apiversion")),
        c("K0202", 5, any("v1", "ConfigMap", "metadata: {name: b}\ndata: {}\n")),
        c("K0206", 1, deployment("").replace("apps/v1", "v1")),
        c(
            "K0206",
            1,
            any("networking/v1", "Ingress", "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}\n"),
        ),
        c("K0207", 1, deployment("").replace("apps/v1", "extensions/v1beta1")),
        c("K0207", 1, any("policy/v1beta1", "PodDisruptionBudget", "spec: {minAvailable: 1}\n")),
        c("K0208", 2, deployment("").replace("Deployment", "Deploiment")),
        c("K0208", 2, any("shop.example.com/v1", "Backup", "")),
        // The server's rules.
        c("K0210", 6, service("  type: Loadbalancer\n  ports: [{port: 80}]\n")),
        c("K0210", 9, pod("      imagePullPolicy: always\n")),
        c("K0210", 9, pod("  restartPolicy: Sometimes\n")),
        c("K0210", 8, job("      restartPolicy: Always\n")),
        c("K0210", 13, deployment("").replace("      containers", "      restartPolicy: Never\n      containers"))
            .at(12),
        c("K0205", 7, job("")),
        c("K0211", 6, service("  ports: [{port: 70000}]\n")),
        c("K0211", 7, service("  type: NodePort\n  ports: [{port: 80, nodePort: 80}]\n")),
        c("K0211", 6, deployment("  replicas: -1\n")),
        c("K0211", 9, pod("  volumes: [{name: v, secret: {secretName: s, optional: true, defaultMode: 644}}]\n")),
        c("K0212", 4, pod("").replace("name: shop", "name: Shop")),
        c("K0212", 7, pod("").replace("name: web", "name: web_1")),
        c("K0212", 6, service("  ports: [{port: 80, targetPort: \"80\"}]\n")),
        c("K0212", 6, any("v1", "Namespace", "  labels:\n    a/b/c: d\n")),
        c("K0212", 6, any("v1", "Namespace", "  labels:\n    a: b c\n")),
        c("K0212", 6, cm("data:\n  a/b: c\n")),
        c("K0213", 10, pod("      resources:\n        limits: {memory: 1GB}\n")),
        c("K0213", 6, any("v1", "Secret", "data:\n  a: пароль\n")),
        c(
            "K0213",
            6,
            any(
                "batch/v1",
                "CronJob",
                "spec:\n  schedule: '* * * *'\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}\n",
            ),
        ),
        c("K0213", 6, any("v1", "Service", "spec:\n  externalName: https://a.example\n  type: ExternalName\n")),
        c("K0214", 11, pod("  volumes:\n    - name: v\n      emptyDir: {}\n      hostPath: {path: /}\n")).at(12),
        c("K0214", 9, pod("      livenessProbe: {periodSeconds: 5}\n")),
        c(
            "K0214",
            10,
            pod("      env:\n        - {name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n"),
        ),
        c("K0215", 9, pod("    - name: web\n      image: redis\n")),
        c("K0216", 10, pod("      resources:\n        requests: {memory: 1Gi}\n        limits: {memory: 512Mi}\n")),
        c("K0217", 7, service("  type: ClusterIP\n  ports: [{port: 80, nodePort: 30080}]\n")),
        c("K0220", 9, pod("      volumeMounts: [{name: v, mountPath: /v}]\n")),
        c("K0221", 9, pod("      livenessProbe: {tcpSocket: {port: http}}\n")),
        // Amounts of resources.
        c("K0210", 10, pod("      resources:\n        limits: {gpu: 1}\n")),
        c("K0210", 10, pod("      resources:\n        limits: {memmory: 1Gi}\n")),
        c("K0211", 10, pod("      resources:\n        limits: {memory: -1Gi}\n")),
        c("K0213", 10, pod("      resources:\n        requests: {a.b/gpu: 1}\n        limits: {a.b/gpu: 2}\n")),
        c("K0205", 10, pod("      resources:\n        requests: {a.b/gpu: 1}\n")),
        c("K0210", 6, any("v1", "ResourceQuota", "spec:\n  hard: {memory.limits: 1Gi}\n")),
        c("K0217", 8, any("v1", "LimitRange", "spec:\n  limits:\n  - type: Pod\n    default: {cpu: 1}\n")).at(8),
        // Security.
        c("K0217", 9, pod("      securityContext: {privileged: true, allowPrivilegeEscalation: false}\n")),
        c("K0217", 9, pod("      securityContext: {runAsUser: 0}\n  securityContext: {runAsNonRoot: true}\n")),
        c("K0205", 9, pod("      securityContext: {seccompProfile: {type: Localhost}}\n")),
        c(
            "K0205",
            9,
            pod(
                "      volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]\n  volumes: [{name: v, emptyDir: {}}]\n",
            ),
        ),
        c(
            "K0215",
            13,
            pod(
                "      ports: [{containerPort: 1, hostPort: 80}]\n    - name: b\n      image: c\n      ports:\n      - {containerPort: 2, hostPort: 80}\n",
            ),
        ),
        c("K0217", 12, deployment("").replace("      containers", "      activeDeadlineSeconds: 5\n      containers")),
        c("K0213", 6, deployment("  strategy: {rollingUpdate: {maxUnavailable: 200%}}\n")),
        c("K0212", 6, any("v1", "ConfigMap", "  finalizers:\n  - cleanup\n")),
        // Definitions, roles, admission.
        c("K0205", 19, definition("type: object, properties: {", "size: {description: a}}")),
        c("K0205", 19, definition("type: object, properties: {", "sizes: {type: array}}")),
        c(
            "K0217",
            18,
            definition("type: object, additionalProperties: {type: string}, properties: {", "size: {type: string}}"),
        ),
        c(
            "K0217",
            6,
            any("rbac.authorization.k8s.io/v1", "Role", "rules:\n- {nonResourceURLs: [/healthz], verbs: [get]}\n"),
        ),
        c(
            "K0210",
            6,
            any(
                "rbac.authorization.k8s.io/v1",
                "Role",
                "rules:\n- {apiGroups: [''], resources: [pod], verbs: [get]}\n",
            ),
        ),
        c(
            "K0210",
            6,
            any(
                "rbac.authorization.k8s.io/v1",
                "Role",
                "rules:\n- {apiGroups: [''], resources: [deployments], verbs: [get]}\n",
            ),
        ),
        c("K0214", 9, webhook("service: {name: a, namespace: b}, url: 'https://a.b/c'")),
        c("K0213", 9, webhook("url: 'http://a.b/c'")),
        // Between objects.
        c("K0312", 17, node_port("shop") + "---\n" + &node_port("blog")),
        c("K0310", 5, claims("2Gi", "1Gi")).at(8),
        c("K0311", 8, scaler("v1", "Deployment") + "---\n" + &deployment("")),
        c("K0210", 7, scaler("apps/v1", "DaemonSet")),
        c("K0301", 7, deployment("").replace("matchLabels: {app: shop}", "matchLabels: {app: store}")),
        c("K0302", 20, deployment("") + "---\n" + &deployment("").replace("nginx", "redis")),
        c("K0303", 22, deployment("") + "---\n" + &service("  selector: {app: shp}\n  ports: [{port: 8080}]\n")),
        c(
            "K0304",
            23,
            deployment("") + "---\n" + &service("  selector: {app: shop}\n  ports: [{port: 80, targetPort: web}]\n"),
        ),
        c(
            "K0304",
            23,
            deployment("") + "---\n" + &service("  selector: {app: shop}\n  ports: [{port: 80, targetPort: 8081}]\n"),
        ),
        c("K0305", 9, pod("      envFrom: [{configMapRef: {name: none}}]\n")),
        c("K0305", 9, pod("  serviceAccountName: runner\n")),
        c("K0305", 9, pod("  volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]\n")),
        c(
            "K0306",
            9,
            pod("  volumes: [{name: v, configMap: {name: shop, items: [{key: b, path: b}]}}]\n---\n")
                + &cm("data: {a: b}\n"),
        ),
    ]
}

impl Case {
    /// The line, where the text was made from parts and is easier counted afterwards.
    fn at(mut self, line: usize) -> Self {
        self.1 = line;
        self
    }
}

#[test]
fn each_defect_is_told_on_its_line() {
    let mut wrong = Vec::new();
    for Case(code, line, text) in cases() {
        let found = check(&text);
        let right = found.iter().any(|d| d.code.as_str() == code && d.source.line(d.span.start) == line);
        let only = found.iter().all(|d| d.code.as_str() == code);
        if !right || !only {
            wrong.push(format!(
                "{code} line {line} expected, {:#?}\n{}",
                shown(&found),
                text.chars().take(400).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n=====\n"));
}
