// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/dependencies_bench.h"

#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "ui/dependencies/crate_field.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/dependencies/dependency_list.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

namespace studio::bench {

namespace {

/// The text of an editor without one.
class TextInMemory final : public OpenDocument
{
public:
    [[nodiscard]] QString text() const override { return m_text; }
    [[nodiscard]] qint64 size() const override { return text().toUtf8().size(); }
    [[nodiscard]] bool isDirty() const override { return true; }
    [[nodiscard]] bool isReadOnly() const override { return false; }
    void replaceText(const QString &text) override { m_text = text; }
    Task<bool> save() override { co_return true; }

private:
    QString m_text;
};

double passedMs(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// Names of real crates, so that there are entries to read, and others.
QString manifestOf(int count)
{
    static const QStringList known{QStringLiteral("serde"), QStringLiteral("tokio"), QStringLiteral("libc"),
                                   QStringLiteral("syn"), QStringLiteral("serde_json")};
    QString text = QStringLiteral("[package]\nname = \"many\"\nversion = \"0.1.0\"\n\n[dependencies]\n");
    for (int i = 0; i < count; ++i) {
        text += QStringLiteral("crate%1 = { package = \"%2\", version = \"1\", features = [\"a\", \"b\"] } # %1\n")
                    .arg(i)
                    .arg(known[i % known.size()]);
    }
    return text;
}

/// From an answer of the registry to a word that is typed, until the crates are painted; sorted.
std::vector<double> showSuggestions(DependenciesPane &pane)
{
    pane.findChild<QToolButton *>()->click();
    QLineEdit *const line = pane.findChild<CrateField *>()->line();
    std::vector<double> times;
    QElapsedTimer clock;
    for (int round = 0; round < 21; ++round) {
        const QString word = QStringLiteral("crate%1").arg(round);
        line->setText(word);
        QList<CrateSuggestion> crates;
        for (int i = 0; i < 20; ++i) {
            crates.append({.name = QStringLiteral("%1-of-%2").arg(word).arg(i),
                           .version = QStringLiteral("1.2.%1").arg(i),
                           .description = QStringLiteral("What the registry says about it, in a sentence or two. ")});
        }
        clock.start();
        pane.setSuggestions(word, crates);
        QCoreApplication::sendPostedEvents(); // laid out
        (void)pane.grab();
        times.push_back(passedMs(clock));
        auto *const list = pane.findChild<CrateField *>()->findChild<QTreeWidget *>();
        if (!list->isVisible() || list->topLevelItemCount() != crates.size()) {
            return {-1};
        }
    }
    std::ranges::sort(times);
    return times;
}

} // namespace

Json showDependencies(const Json &command)
{
    const QTemporaryDir folder;
    DocumentStore documents;
    TextInMemory document;
    document.replaceText(manifestOf(command["count"].number(200)));
    ManifestEditor editor(&documents, nullptr);
    documents.opened(folder.path() + QStringLiteral("/Cargo.toml"), &document);

    QElapsedTimer clock;
    clock.start();
    editor.setFolder(folder.path());
    DependenciesPane pane;
    pane.resize(300, 800);
    pane.setManifest(editor.manifest());
    (void)pane.grab(); // painted
    const double open = passedMs(clock);

    QEventLoop loop;
    DependencyFacts facts;
    QObject::connect(&facts, &DependencyFacts::changed, &loop, &QEventLoop::quit);
    clock.start();
    facts.load(folder.path(), editor.manifest());
    loop.exec();
    const double read = passedMs(clock);
    clock.start();
    pane.setFacts(facts.facts());
    (void)pane.grab();
    const double shown = passedMs(clock);

    pane.show();
    auto *const list = pane.findChild<DependencyList *>();
    QObject::connect(&editor, &ManifestEditor::textRead, &loop, [&] {
        pane.setManifest(editor.manifest());
        list->viewport()->repaint();
        loop.quit();
    });
    std::vector<double> keys;
    for (int i = 0; i < 50; ++i) {
        QString text = document.text();
        text.insert(text.indexOf(QStringLiteral("\", features"), text.size() / 2), u'1'); // in one version
        clock.start();
        documents.editBegun(editor.path());
        document.replaceText(text);
        documents.edited(editor.path(), {});
        loop.exec();
        keys.push_back(passedMs(clock));
    }
    const std::vector<double> searches = showSuggestions(pane);
    documents.closed(editor.path());
    std::ranges::sort(keys);
    return {{"openMs", open},
            {"factsMs", read},
            {"factsShownMs", shown},
            {"keyMs", keys[keys.size() / 2]},
            {"searchMs", searches[searches.size() / 2]},
            {"rows", list->topLevelItemCount()}};
}

} // namespace studio::bench
