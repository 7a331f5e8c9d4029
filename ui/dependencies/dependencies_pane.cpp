// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/dependencies_pane.h"

#include "core/workspace/crate_trials.h"
#include "ui/common/escape.h"
#include "ui/common/icons.h"
#include "ui/common/section_title.h"
#include "ui/common/state_text.h"
#include "ui/common/tip.h"
#include "ui/dependencies/crate_field.h"
#include "ui/dependencies/crate_menu.h"
#include "ui/dependencies/crate_view.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/dependencies/verdict_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int minPartHeight = 60; ///< of the list, and of what is below it

} // namespace

DependenciesPane::DependenciesPane(QWidget *parent)
    : QWidget(parent)
    , m_list(new DependencyList)
    , m_parts(new QSplitter(Qt::Vertical))
    , m_add(new QToolButton)
    , m_more(new QToolButton)
    , m_note(new QLabel)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *const head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 4, 4);
    m_add->setIcon(icon("list-add"));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("Add a crate"));
    m_add->setAccessibleName(tr("Add a crate"));
    head->addWidget(sectionTitle(tr("Dependencies")), 1);
    head->addWidget(m_add);
    m_more->setIcon(icon("application-menu"));
    m_more->setAutoRaise(true);
    m_more->setToolTip(tr("More about all crates"));
    m_more->setAccessibleName(tr("More about all crates"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    head->addWidget(m_more);
    column->addLayout(head);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(12, 4, 12, 4);
    m_note->hide();
    column->addWidget(m_note);
    m_list->setMinimumHeight(minPartHeight);
    m_parts->setChildrenCollapsible(false);
    m_parts->addWidget(m_list);
    column->addWidget(m_parts, 1);
    setFocusProxy(m_list);
    connect(m_add, &QToolButton::clicked, this, [this] {
        CrateField *const line = field();
        line->setVisible(!line->isVisible());
        line->setFocus();
        if (!line->isVisible()) {
            Q_EMIT typedLeft();
        } else if (line->typed() && m_candidate.version.isEmpty()) {
            Q_EMIT detailsRequested(Dependency(*line->typed()));
        }
    });
    connectList();
}

void DependenciesPane::setActions(const QList<QAction *> &actions)
{
    m_more->menu()->addActions(actions);
}

/// Made when it is first wanted, as view() is: most of the time neither is seen.
CrateField *DependenciesPane::field()
{
    if (!m_field) {
        m_field = new CrateField;
        m_field->hide();
        static_cast<QVBoxLayout *>(layout())->insertWidget(1, m_field); // below the title
        connectField();
    }
    return m_field;
}

CrateView *DependenciesPane::view()
{
    if (!m_view) {
        m_view = new CrateView;
        m_view->verdicts()->setTrials(m_trials);
        m_details = new QScrollArea;
        m_details->setWidget(m_view);
        m_details->setWidgetResizable(true);
        m_details->setFrameShape(QFrame::NoFrame);
        m_details->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_details->setFocusPolicy(Qt::NoFocus);
        m_details->setMinimumHeight(minPartHeight);
        m_details->hide();
        m_parts->addWidget(m_details);
        connectView();
    }
    return m_view;
}

void DependenciesPane::connectField()
{
    connect(m_field, &CrateField::edited, this, [this] { say({}, false); }); // it was about another one
    connect(m_field, &CrateField::entered, this, &DependenciesPane::addRequested);
    connect(m_field, &CrateField::understood, this, [this](const QString &sentence) { say(sentence, false); });
    connect(m_field, &CrateField::searchRequested, this, &DependenciesPane::searchRequested);
    connect(m_field, &CrateField::typedChanged, this, [this] {
        if (!m_field->typed()) {
            Q_EMIT typedLeft();
        } else if (m_field->typed()->package != m_candidate.package) {
            m_candidate = {};
            Q_EMIT detailsRequested(Dependency(*m_field->typed()));
        }
        showCurrent();
    });
}

void DependenciesPane::connectList()
{
    connect(m_list, &DependencyList::requirementEdited, this, &DependenciesPane::requirementEdited);
    connect(m_list, &DependencyList::moveRequested, this, &DependenciesPane::moveRequested);
    connect(m_list, &DependencyList::requirementRefused, this,
            [this](const QString &sentence) { say(sentence, !sentence.isEmpty()); });
    connect(m_list, &DependencyList::currentDependencyChanged, this, &DependenciesPane::showCurrent);
    // Pressing the button has selected the row, and what is below the list took the place of the other kinds.
    connect(m_list, &DependencyList::dragged, this, [this](bool isDragged) {
        if (m_details) {
            m_details->setVisible(!isDragged && (isCandidateShown() || m_list->currentDependency()));
        }
    });
    connect(m_list, &QTreeWidget::itemActivated, this, &DependenciesPane::activate);
}

void DependenciesPane::connectView()
{
    connect(m_view, &CrateView::featureToggled, this, [this](const QString &feature, bool isOn) {
        changeShown(
            [&](Dependency &one) {
                one.features.removeAll(feature);
                one.features += isOn ? QStringList(feature) : QStringList();
            },
            [&](const Dependency &one) { Q_EMIT featureToggled(one, feature, isOn); });
    });
    connect(m_view, &CrateView::defaultFeaturesToggled, this, [this](bool isOn) {
        changeShown([&](Dependency &one) { one.defaultFeatures = isOn; },
                    [&](const Dependency &one) { Q_EMIT defaultFeaturesToggled(one, isOn); });
    });
    connect(m_view, &CrateView::optionalToggled, this, [this](bool isOptional) {
        changeShown([&](Dependency &one) { one.optional = isOptional; },
                    [&](const Dependency &one) { Q_EMIT optionalToggled(one, isOptional); });
    });
    connect(m_view, &CrateView::versionChosen, this, [this](const QString &version) {
        changeShown([&](Dependency &one) { one.requirement = version; }, [](const Dependency &) {});
    });
    connect(m_view, &CrateView::explicitRequested, this,
            [this] { changeShown({}, [this](const Dependency &one) { Q_EMIT explicitRequested(one); }); });
}

/// Of the crate that is typed, the line is written anew; of the one that is selected, a change of Cargo.toml is asked
/// for.
void DependenciesPane::changeShown(const std::function<void(Dependency &)> &ofTyped,
                                   const std::function<void(const Dependency &)> &ofListed)
{
    if (isCandidateShown()) {
        Dependency typed = *m_field->typed();
        ofTyped(typed);
        m_field->setTyped(typed);
    } else if (const Dependency *const one = m_list->currentDependency()) {
        const Dependency copy = *one; // the list may be another by the end of the call
        ofListed(copy);
    }
}

/// Cargo has met the crate that is typed, so that there is something to choose.
bool DependenciesPane::isCandidateShown() const
{
    return m_field && m_field->isVisible() && m_field->typed() && !m_candidate.version.isEmpty() &&
           m_field->typed()->package == m_candidate.package;
}

/// Enter and a double click: the requirement is edited in its column, else Cargo.toml is shown.
void DependenciesPane::activate(const QTreeWidgetItem *item, int column)
{
    const Dependency *const one = m_list->dependencyOf(item);
    if (column == DependencyList::Requirement && m_list->canEdit(one)) {
        m_list->editRequirement();
    } else if (one && one->line > 0) {
        Q_EMIT lineRequested(one->line);
    }
}

void DependenciesPane::setTrials(CrateTrials *trials)
{
    m_trials = trials;
    if (m_view) {
        m_view->verdicts()->setTrials(trials);
    }
}

void DependenciesPane::setManifest(const Manifest &manifest)
{
    m_manifest = manifest;
    m_list->setManifest(manifest);
}

void DependenciesPane::setFacts(const QHash<QString, DependencyFact> &facts)
{
    m_facts = facts;
    m_list->setFacts(facts);
    showCurrent();
}

void DependenciesPane::setDetails(const CrateDetails &details)
{
    if (m_field && m_field->typed() && m_field->typed()->package == details.package) {
        m_candidate = details;
        showCurrent();
    }
    if (m_view) {
        m_view->setDetails(details);
    }
}

void DependenciesPane::setLearned(const QString &name)
{
    if (m_field && m_field->typed() && m_field->typed()->package == name && m_candidate.version.isEmpty()) {
        Q_EMIT detailsRequested(Dependency(*m_field->typed()));
    }
}

void DependenciesPane::setSuggestions(const QString &word, const QList<CrateSuggestion> &crates)
{
    field()->setSuggestions(word, crates);
}

void DependenciesPane::showCurrent()
{
    const bool isCandidate = isCandidateShown();
    const Dependency *const one = isCandidate ? nullptr : m_list->currentDependency();
    const bool isShown = isCandidate || one;
    if (!isShown && !m_view) {
        return;
    }
    if (view(); m_details->isHidden() == isShown) {
        m_details->setVisible(isShown);
        // The list is smaller by then.
        QMetaObject::invokeMethod(
            m_list, [this] { m_list->scrollToItem(m_list->currentItem()); }, Qt::QueuedConnection);
    }
    m_view->setCandidate(isCandidate);
    if (isCandidate) {
        m_view->setDependency(*m_field->typed(), m_candidate.fact, true);
        m_view->setDetails(m_candidate);
    }
    if (!one) {
        m_detailed.clear();
        return;
    }
    const QString key = DependencyFacts::keyOf(*one);
    m_view->setDependency(*one, m_facts.value(key), m_list->isCurrent() && !one->injected);
    if (std::exchange(m_detailed, key) != key) {
        Q_EMIT detailsRequested(*one);
    }
}

/// What is wrong with Cargo.toml stands there until it is mended.
void DependenciesPane::say(const QString &text, bool isError)
{
    const bool isFault = text.isEmpty() && !m_unreadable.isEmpty();
    setStateText(m_note, isFault ? m_unreadable : text, isError || isFault);
    m_note->setVisible(!m_note->text().isEmpty());
}

void DependenciesPane::setUnreadable(const QString &sentence)
{
    if (m_unreadable == sentence) {
        return;
    }
    m_unreadable = sentence;
    m_list->setCurrent(sentence.isEmpty());
    say({}, false);
}

void DependenciesPane::setError(const QString &sentence)
{
    say(sentence, true);
    if (!sentence.isEmpty() && m_view) {
        m_view->revert();
    }
}

void DependenciesPane::setAdded()
{
    field()->close();
    say({}, false);
}

void DependenciesPane::setBusy(const QString &what)
{
    const bool hadFocus = field()->line()->hasFocus();
    m_field->line()->setEnabled(what.isEmpty());
    if (!what.isEmpty()) {
        m_hadFocus = hadFocus;
    } else if (std::exchange(m_hadFocus, false) && m_field->isVisible() && isAncestorOf(QApplication::focusWidget())) {
        m_field->setFocus(); // which it lost as it was disabled
    }
    say(what, false);
}

void DependenciesPane::removeCurrent()
{
    if (const Dependency *one = m_list->currentDependency(); one && !one->injected && m_list->isCurrent()) {
        const Dependency copy = *one;
        Q_EMIT removeRequested(copy);
    }
}

void DependenciesPane::contextMenuEvent(QContextMenuEvent *event)
{
    const QTreeWidgetItem *item = event->reason() == QContextMenuEvent::Mouse
                                      ? m_list->itemAt(m_list->viewport()->mapFromGlobal(event->globalPos()))
                                      : m_list->currentItem();
    const Dependency *const listed = m_list->dependencyOf(item);
    const Dependency one = listed ? *listed : Dependency{};
    CrateMenu menu(listed ? std::optional(one) : std::nullopt, m_list->isCurrent(), m_list->canEdit(listed), this);
    connect(&menu, &CrateMenu::addRequested, m_add, &QToolButton::click);
    connect(&menu, &CrateMenu::explicitRequested, this, [this, one] { Q_EMIT explicitRequested(one); });
    connect(&menu, &CrateMenu::lineRequested, this, [this, one] { Q_EMIT lineRequested(one.line); });
    connect(&menu, &CrateMenu::requirementRequested, m_list, &DependencyList::editRequirement);
    connect(&menu, &CrateMenu::moveRequested, this,
            [this, one](DependencyTable table) { Q_EMIT moveRequested(one, table); });
    connect(&menu, &CrateMenu::removeRequested, this, [this, one] { Q_EMIT removeRequested(one); });
    menu.exec(event->globalPos());
}

bool DependenciesPane::canClose() const
{
    return (m_field && m_field->isVisible()) || (m_note->isVisible() && m_note->text() != m_unreadable);
}

/// F2 is the requirement's in the list, and the editor's elsewhere in the window.
bool DependenciesPane::event(QEvent *event)
{
    const bool isEdit = event->type() == QEvent::ShortcutOverride &&
                        static_cast<QKeyEvent *>(event)->key() == Qt::Key_F2 && m_list->hasFocus() &&
                        m_list->canEdit(m_list->currentDependency());
    if (isEdit) {
        event->accept();
        return true;
    }
    return (canClose() && claimEscape(event)) || QWidget::event(event);
}

void DependenciesPane::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Delete)) {
        removeCurrent();
    } else if (event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo)) {
        Q_EMIT historyRequested(event->matches(QKeySequence::Undo));
    } else if (event->key() == Qt::Key_F2) {
        m_list->editRequirement();
    } else if (event->key() == Qt::Key_Escape && canClose()) {
        const bool hadFocus = field()->isAncestorOf(QApplication::focusWidget());
        m_field->close();
        say({}, false);
        if (hadFocus) {
            m_list->setFocus();
        }
    } else {
        QWidget::keyPressEvent(event);
    }
}

void DependenciesPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_list->refresh(); // the colours of the items are their own
    }
}

} // namespace studio
