// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/unused_page.h"

#include "ui/common/state_text.h"
#include "ui/common/tip.h"
#include "ui/dependencies/trust_question.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int unusedBarHeight = 4;

} // namespace

UnusedPage::UnusedPage(QWidget *parent)
    : QWidget(parent)
    , m_search(new QPushButton(tr("Look for unused crates")))
    , m_stop(new QPushButton(tr("Cancel")))
    , m_question(
          new TrustQuestion(tr("To find them the project is compiled, which runs its build scripts and macros on "
                               "this machine. Allow this only if you trust what is in this folder."),
                            Qt::Horizontal))
    , m_bar(new QProgressBar)
    , m_list(new QTreeWidget)
    , m_note(new QLabel)
    , m_remove(new QPushButton(tr("Remove from Cargo.toml")))
{
    m_list->setHeaderLabels({tr("Crate"), tr("Requirement")});
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(tr("Unused crates"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(unusedBarHeight);
    m_bar->setAccessibleName(tr("Crates that are compiled"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setAccessibleName(tr("State"));
    auto *const head = new QHBoxLayout;
    head->addWidget(m_search);
    head->addWidget(m_stop);
    head->addStretch();
    auto *const end = new QHBoxLayout;
    end->addWidget(m_note, 1);
    end->addWidget(m_remove);
    for (QPushButton *const button : {m_search, m_stop, m_remove}) {
        button->setAutoDefault(false);
    }
    auto *const column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(m_question);
    column->addWidget(m_bar);
    column->addWidget(m_list, 1);
    column->addLayout(end);
    connect(m_search, &QPushButton::clicked, this, [this] {
        m_asks = !m_trust;
        showButtons();
        if (!m_asks) {
            Q_EMIT searchRequested();
        }
    });
    connect(m_question, &TrustQuestion::allowed, this, [this] {
        m_asks = false;
        showButtons();
        Q_EMIT trustGiven();
        Q_EMIT searchRequested();
    });
    connect(m_question, &TrustQuestion::refused, this, [this] {
        m_asks = false;
        showButtons();
    });
    connect(m_stop, &QPushButton::clicked, this, &UnusedPage::stopRequested);
    connect(m_list, &QTreeWidget::itemChanged, this, &UnusedPage::showButtons);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        QList<Dependency> chosen;
        for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
            if (m_list->topLevelItem(row)->checkState(0) == Qt::Checked) {
                chosen << m_unused[row];
            }
        }
        Q_EMIT removeRequested(chosen);
    });
    setStateText(
        m_note,
        tr("The compiler's lint unused_crate_dependencies finds them, in the library, programs, tests, examples and "
           "benchmarks of the project."),
        false);
    showButtons();
}

void UnusedPage::setTrust(std::optional<bool> trust)
{
    m_trust = trust;
    if (trust == std::optional(false)) {
        setStateText(
            m_note,
            tr("The project is not compiled, because its folder is not trusted. Run the handler, or trust the folder, "
               "to allow it."),
            false);
    }
    showButtons();
}

void UnusedPage::setSearching(bool isSearching)
{
    m_isSearching = isSearching;
    if (isSearching) {
        m_bar->setRange(0, 0);
        setStateText(m_note, tr("Compiling the project…"), false);
    }
    showButtons();
}

void UnusedPage::setProgress(int done, int total)
{
    m_bar->setRange(0, total);
    m_bar->setValue(done);
}

void UnusedPage::setUnused(const UnusedDependencies &unused)
{
    const QSignalBlocker blocker(m_list);
    m_unused.clear();
    m_list->clear();
    bool isAnyWanted = false;
    for (const UnusedDependency &one : unused.crates) {
        m_unused << one.dependency;
        auto *const item = new QTreeWidgetItem(m_list, {one.dependency.key, one.dependency.requirement});
        item->setCheckState(0, one.mayBeWanted ? Qt::Unchecked : Qt::Checked);
        if (one.mayBeWanted && unused.note.isEmpty()) {
            const QString why = tr("Another crate uses %1 too, and may need the features that Cargo.toml names for it.")
                                    .arg(one.dependency.package);
            item->setToolTip(0, asTip(why));
            item->setData(0, Qt::AccessibleDescriptionRole, why);
            isAnyWanted = true;
        }
    }
    m_list->resizeColumnToContents(0);
    if (unused.crates.isEmpty()) {
        setStateText(m_note, tr("The code uses all crates of Cargo.toml."), false);
    } else {
        QStringList parts{tr("No code of the project names these for this target, its tests and examples neither.")};
        parts += unused.note.isEmpty() ? QStringList() : QStringList(unused.note);
        parts += isAnyWanted ? QStringList(tr("Those that are not chosen may be there for their features, which other "
                                              "crates need."))
                             : QStringList();
        setStateText(m_note, parts.join(u' '), false);
    }
    showButtons();
}

void UnusedPage::setRemoved(const Dependency &dependency)
{
    if (const qsizetype row = m_unused.indexOf(dependency); row >= 0) {
        m_unused.removeAt(row);
        delete m_list->takeTopLevelItem(static_cast<int>(row));
    }
    showButtons();
}

void UnusedPage::setError(const QString &sentence)
{
    setStateText(m_note, sentence, !sentence.isEmpty());
}

void UnusedPage::showButtons()
{
    bool isAnyChosen = false;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        isAnyChosen = isAnyChosen || m_list->topLevelItem(row)->checkState(0) == Qt::Checked;
    }
    m_search->setEnabled(!m_isSearching && m_trust != std::optional(false));
    m_stop->setVisible(m_isSearching);
    m_bar->setVisible(m_isSearching);
    m_question->setVisible(m_asks && !m_isSearching);
    m_remove->setEnabled(isAnyChosen && !m_isSearching);
}

} // namespace studio
