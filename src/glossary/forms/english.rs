//! English: plural, camel case taken apart.
//!
//! The possessive is no form: `'s` behind a name is recognised in the text.

/// The forms of an English name: as one word and as words apart, singular and plural.
pub fn forms(lemma: &str) -> Vec<String> {
    let mut out = Vec::new();
    for spelling in spellings(lemma) {
        out.extend(plural(&spelling));
        out.push(spelling);
    }
    out
}

/// A name as it stands and, where it is camel case, as words apart: `PersistentVolume`, `Persistent Volume`.
pub fn spellings(name: &str) -> Vec<String> {
    let apart = apart(name);
    if apart == name { vec![apart] } else { vec![name.to_owned(), apart] }
}

/// Camel case taken apart at each capital that begins a word: `ClusterIP` is `Cluster IP`, `HTTPRoute` is `HTTP Route`,
/// but `CRDs`, `IPv4` and `HAProxy` stay whole.
fn apart(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut cuts = Vec::new();
    for i in 1..chars.len() {
        let after_small = chars[i - 1].is_lowercase() && chars[i].is_uppercase();
        let before_word = chars[i - 1].is_uppercase()
            && chars[i].is_uppercase()
            && chars[i + 1..].iter().take(2).filter(|c| c.is_lowercase()).count() == 2;
        if after_small || before_word {
            cuts.push(i);
        }
    }
    let mut bounds = vec![0];
    bounds.extend(cuts);
    bounds.push(chars.len());
    let parts: Vec<String> = bounds.windows(2).map(|pair| chars[pair[0]..pair[1]].iter().collect()).collect();
    // A part of one or two letters at the front (`k8S`, `HA` of `HAProxy`, `e` of `eBPF`) is no word of its own.
    if parts.iter().any(|part: &String| part.chars().count() < 2) || parts[0].chars().count() < 3 {
        return name.to_owned();
    }
    parts.join(" ")
}

/// The plural of a name, by its last word; nothing for a name that does not end in a letter.
fn plural(name: &str) -> Option<String> {
    let last = name.chars().last()?;
    if !last.is_alphabetic() {
        return None;
    }
    let lower = name.to_lowercase();
    let before = lower.chars().rev().nth(1).unwrap_or('a');
    Some(if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) {
        format!("{name}es")
    } else if lower.ends_with('y') && !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u') && last == 'y' {
        format!("{}ies", &name[..name.len() - 1])
    } else {
        format!("{name}s")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_words_apart() {
        assert_eq!(forms("Pod"), ["Pods", "Pod"]);
        assert_eq!(forms("NetworkPolicy"), ["NetworkPolicies", "NetworkPolicy", "Network Policies", "Network Policy"]);
        assert_eq!(forms("Ingress"), ["Ingresses", "Ingress"]);
        assert_eq!(forms("key"), ["keys", "key"]);
        assert_eq!(forms("sourdough starter"), ["sourdough starters", "sourdough starter"]);
        for (name, whole) in [
            ("ClusterIP", "Cluster IP"),
            ("PersistentVolumeClaim", "Persistent Volume Claim"),
            ("CRDs", "CRDs"),
            ("HAProxy", "HAProxy"),
            ("eBPF", "eBPF"),
            ("CustomResourceDefinition", "Custom Resource Definition"),
        ] {
            assert_eq!(apart(name), whole);
        }
    }

    #[test]
    fn odd_names_do_no_harm() {
        for name in ["", ".*", "<script>", "'", "ß", "İ", "Y"] {
            let _ = forms(name);
        }
    }
}
