//! What of a machine a project may read: regular files inside it.

use crate::cli::{run, sample};

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_project_is_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.css");
    std::fs::write(&secret, "/* of the machine */").unwrap();
    let names = ["templates/reader/page.css", "decks/more.toml", "seeds/errata.toml"];
    for name in names {
        let project = sample("valid/minimal-dialogue");
        let path = project.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(&secret, &path).unwrap();
        let ran = run(project.path(), &["build", "--format", "html"]);
        assert_ne!(ran.status, 0, "{name}");
        let told = "it is a link that leads out of the project";
        assert!(ran.err.contains(told), "{name}: {}", ran.err);
        assert!(!project.path().join("out/garden.html").exists(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_project_is_followed() {
    use std::os::unix::fs::symlink;
    let project = sample("valid/minimal-dialogue");
    let kept = project.path().join("kept");
    std::fs::create_dir(&kept).unwrap();
    std::fs::rename(project.path().join("decks/garden.toml"), kept.join("deck")).unwrap();
    symlink("../kept/deck", project.path().join("decks/garden.toml")).unwrap();
    let ran = run(project.path(), &["check"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let names = [
        "templates/reader/page.css",
        "decks/garden.toml",
        "seeds/garden.txt",
        "decks/garden.lock",
    ];
    for name in names {
        let project = sample("valid/minimal-dialogue");
        let path = project.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = std::fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        let ran = run(project.path(), &["build", "--format", "html"]);
        assert_ne!(ran.status, 0, "{name}");
        assert!(ran.err.contains("it is not a regular file"), "{name}: {}", ran.err);
    }
}

#[test]
fn a_folder_in_the_place_of_a_template_is_told() {
    let project = sample("valid/minimal-dialogue");
    std::fs::create_dir_all(project.path().join("templates/reader/page.css")).unwrap();
    let ran = run(project.path(), &["build", "--format", "html"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("templates/reader/page.css is a folder"), "{}", ran.err);
}
