//! Valid manifests with every quirk of YAML and of Kubernetes: nothing may be said about them.

use super::{check, shown};

const VALID: &[(&str, &str)] = &[
    (
        "byte order mark, CRLF, a tab before a comment",
        "\u{feff}apiVersion: v1\r\nkind: Namespace\t# a comment\r\nmetadata:\r\n  name: shop\r\n",
    ),
    (
        "empty documents and comments between",
        "---\n---\n# nothing\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n...\n---\n",
    ),
    ("not a manifest", "services:\n  web:\n    image: nginx\n    ports: ['80:80']\n"),
    (
        "several merges with overlapping keys",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: &l {app: a, tier: b}\n  annotations:\n    <<: [*l, {app: c}]\n    app: d\ndata:\n  x: &v text\n  y2: *v\n",
    ),
    (
        "unquoted dates, versions and clocks are texts",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  day: 2026-01-31\n  version: 1.2.3\n  time: 12:30:45\n  nothing:\n  words: yes please\n",
    ),
    (
        "numbers as JSON has them",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  terminationGracePeriodSeconds: 1e1\n  priority: 0x10\n  containers:\n    - {name: a, image: b, resources: {limits: {cpu: 1, memory: 1.5Gi}, requests: {cpu: .5, memory: 1.e3}}}\n",
    ),
    (
        "octal modes",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: b, volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /w, subPath: x}]}]\n  volumes:\n    - name: v\n      configMap: {name: c, optional: true, defaultMode: 0644, items: [{key: k, path: p, mode: 0o400}]}\n",
    ),
    (
        "a generated name",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: a, image: b}]\n",
    ),
    (
        "a list of objects",
        "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: a}\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a, namespace: a}\n",
    ),
    (
        "JSON",
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}, \"data\": {\"a\": \"1\"}}\n",
    ),
    ("flow style behind a comment", "# flow\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}\n"),
    (
        "blocks of text with anything in them",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  nginx.conf: |\n    server {\n    \tlisten 80;  # tab: inside\n    }\n    ---\n  folded: >-\n    a: b\n    - c\n  keep: |+\n    x\n\n",
    ),
    (
        "a StatefulSet with claims of its own",
        "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      containers: [{name: db, image: postgres, volumeMounts: [{name: data, mountPath: /data}]}]\n  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {accessModes: [ReadWriteOnce], storageClassName: standard, resources: {requests: {storage: 1Gi}}}\n",
    ),
    (
        "a custom resource with its definition",
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: backups.shop.example.com}\nspec:\n  group: shop.example.com\n  scope: Namespaced\n  names: {plural: backups, singular: backup, kind: Backup, shortNames: [bk]}\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      subresources: {status: {}}\n      schema:\n        openAPIV3Schema:\n          type: object\n          required: [spec]\n          properties:\n            spec:\n              type: object\n              required: [every]\n              properties:\n                every: {type: string, pattern: '^[0-9]+[hd]$', default: 1d}\n                keep: {type: integer, minimum: 1, maximum: 30}\n                mode: {type: string, enum: [full, delta]}\n                port: {x-kubernetes-int-or-string: true}\n                extra: {type: object, x-kubernetes-preserve-unknown-fields: true}\n                tags: {type: object, additionalProperties: {type: string}}\n---\napiVersion: shop.example.com/v1\nkind: Backup\nmetadata: {name: nightly}\nspec: {every: 12h, keep: 7, mode: full, port: http, extra: {any: [1, {x: y}]}, tags: {a: b}}\n",
    ),
    (
        "built-in roles and accounts of others",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: 'system:ops'}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects:\n  - {kind: ServiceAccount, name: default, namespace: shop}\n  - {kind: ServiceAccount, name: metrics, namespace: kube-system}\n  - {kind: Group, name: ops, apiGroup: rbac.authorization.k8s.io}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: metrics}\nrules:\n  - {nonResourceURLs: [/metrics], verbs: [get]}\n  - {apiGroups: [''], resources: [pods, pods/log], verbs: ['*']}\n",
    ),
    (
        "a Service without a selector, one with a name elsewhere",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {type: ExternalName, externalName: db.example.com}\n",
    ),
    (
        "what is in the cluster already",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\nspec:\n  serviceAccountName: default\n  priorityClassName: system-node-critical\n  containers:\n    - name: a\n      image: b\n      envFrom: [{prefix: X_, configMapRef: {name: more, optional: true}}]\n  volumes:\n    - name: ca\n      projected:\n        sources:\n          - serviceAccountToken: {path: token, expirationSeconds: 3600}\n          - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}\n          - downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}\n",
    ),
    (
        "probes, hooks, sidecars",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec:\n  initContainers:\n    - {name: log, image: b, restartPolicy: Always, startupProbe: {tcpSocket: {port: 24224}}}\n  containers:\n    - name: a\n      image: b\n      ports: [{name: http, containerPort: 8080}]\n      livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 5}\n      readinessProbe: {grpc: {port: 9000}, successThreshold: 2}\n      lifecycle: {preStop: {sleep: {seconds: 5}}}\n",
    ),
    (
        "a Service that names ports",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec:\n  containers: [{name: a, image: b, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53}]}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  type: NodePort\n  selector: {app: a}\n  ports:\n    - {name: http, port: 80, targetPort: http, nodePort: 30080}\n    - {name: dns, port: 53, targetPort: dns, protocol: UDP}\n    - {name: dns-tcp, port: 53, targetPort: 53}\n",
    ),
    (
        "an HPA and its target",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}\n  selector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}\n  template:\n    metadata: {labels: {app: a}}\n    spec: {containers: [{name: a, image: b, resources: {requests: {cpu: 100m}}}]}\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  minReplicas: 1\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]\n",
    ),
    (
        "network policies",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: allow}\nspec:\n  podSelector: {matchLabels: {app: x}}\n  ingress:\n    - from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}, {namespaceSelector: {}, podSelector: {}}]\n      ports: [{port: http}, {port: 8000, endPort: 9000, protocol: TCP}]\n    - {}\n",
    ),
    (
        "a kubeconfig and a kustomization",
        "apiVersion: v1\nkind: Config\nclusters: []\n---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 10\n",
    ),
    (
        "secrets",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\ndata:\n  tls.crt: |\n    YWJj\n    ZGVm\n  tls.key: ''\nstringData: {note: 'plain: text'}\n",
    ),
    (
        "schedules",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: '*/5 0-6 1,15 JAN-MAR ?'\n  timeZone: Europe/Moscow\n  jobTemplate: {spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: a, image: b}]}}}}\n",
    ),
    (
        "brackets that close where their key stands",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    args: [\n      # why\n      \"--a\",  # because\n      \"--b={\\\"x\\\":1}\",\n    ]\n    env: [\n    {name: A, value: b},\n    {\n      name: B, value: 'c'\n    }\n    ]\n",
    ),
    (
        "brackets that close at the margin",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    args: [\n\"x\"\n]\n",
    ),
    (
        "tabs behind colons and values, empty texts, a Windows path",
        "apiVersion:\tv1\nkind: \tPod\t\nmetadata: {name: a}\t# x\nspec:\n  hostname: \"\"\n  nodeSelector: {kubernetes.io/os: windows}\n  volumes: [{name: logs, emptyDir: {}}]\n  containers:\n  - name: a\n    image: b\n    volumeMounts: [{name: logs, mountPath: 'C:\\logs'}]\n",
    ),
    (
        "apostrophes with a backslash, a review without metadata",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: \"x=\\'y\\'\\n\\\"z\\\"\"\n---\napiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec: {user: bob, resourceAttributes: {verb: get, resource: pods}}\n",
    ),
    (
        "texts over several lines",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    command:\n    - sh\n    - -c\n    - \"run \\\n      --a \\\n      --b\"\n    - plain text\n      over lines\n    - |\n\n      # no comment\n      x: y\n    - 'one\n\n      two'\n",
    ),
    (
        "tags, explicit keys, numbers as texts",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: !!str 80\n  ? long\n  : value\n  share: 100%\n  mail: a@b\n  url: http://x:80/#y\n  time: !!str 1.0\n  \"1\": one\n  2: two\n",
    ),
    (
        "kind before version, status, managed fields",
        "kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: a\n  creationTimestamp: null\n  managedFields: [{manager: kubectl, operation: Update, apiVersion: apps/v1, time: \"2026-01-31T10:00:00Z\", fieldsType: FieldsV1, fieldsV1: {'f:metadata': {}}}]\nspec:\n  selector: {matchLabels: {app: a}}\n  strategy: {}\n  template:\n    metadata: {creationTimestamp: null, labels: {app: a}}\n    spec: {containers: [{name: a, image: b, resources: {}}]}\nstatus: {}\n",
    ),
    (
        "admission, quotas, limits, classes",
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a.example.com}\nspec:\n  matchConstraints:\n    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]\n  validations: [{expression: 'object.spec.replicas <= 5'}]\n---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a}\nspec: {hard: {requests.cpu: '1', pods: 10, count/jobs.batch: '4'}}\n---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, min: {cpu: 50m}, default: {cpu: 500m}, max: {cpu: 1}}]}\n---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: kubernetes.io/no-provisioner\nvolumeBindingMode: WaitForFirstConsumer\nparameters: {type: ssd}\n---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000000\n---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec:\n  capacity: {storage: 1Gi}\n  accessModes: [ReadWriteOnce]\n  storageClassName: fast\n  local: {path: /mnt}\n  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [n1]}]}]}}\n",
    ),
    (
        "a webhook and an API service",
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a.example.com}\nwebhooks:\n  - name: a.example.com\n    sideEffects: None\n    admissionReviewVersions: [v1]\n    clientConfig: {service: {namespace: x, name: hook, path: /z}, caBundle: Cg==}\n    rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'], scope: '*'}]\n---\napiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1beta1.metrics.k8s.io}\nspec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: metrics-server, namespace: kube-system}}\n",
    ),
    (
        "two groups of one workload by track",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a, track: stable}}\n  template: {metadata: {labels: {app: a, track: stable}}, spec: {containers: [{name: a, image: b}]}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b}\nspec:\n  selector: {matchLabels: {app: a, track: canary}}\n  template: {metadata: {labels: {app: a, track: canary}}, spec: {containers: [{name: a, image: b}]}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80}]}\n",
    ),
];

#[test]
fn nothing_is_said_about_what_is_valid() {
    for (title, text) in VALID {
        let found = check(text);
        assert!(found.is_empty(), "{title}: {:#?}", shown(&found));
    }
}
