// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/crate_field.h"

#include "core/workspace/dependency_line.h"
#include "core/workspace/manifest_editor.h"
#include "ui/common/tip.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/dependencies/noted_delegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int shownSuggestions = 4; ///< the others are scrolled to
constexpr qsizetype minSearched = 2;

/// "serde 1 for tests", as a list of what is added has it.
QString brief(const Dependency &one)
{
    QStringList words{one.key};
    words += one.requirement.isEmpty() ? QStringList() : QStringList(one.requirement);
    words += one.table == DependencyTable::Normal ? QStringList() : QStringList(kindText(one.table).toLower());
    return words.join(u' ');
}

} // namespace

CrateField::CrateField(QWidget *parent) : QWidget(parent), m_line(new QLineEdit), m_suggestions(new QTreeWidget)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_line->setPlaceholderText(tr("crate or crate@1.2, then Enter"));
    m_line->setToolTip(asTip(tr("Also what cargo add takes, such as serde --features derive, and a line of TOML")));
    m_line->setAccessibleName(tr("Crate to add"));
    m_line->installEventFilter(this);
    m_suggestions->setHeaderHidden(true);
    m_suggestions->setRootIsDecorated(false);
    m_suggestions->setFrameShape(QFrame::NoFrame);
    m_suggestions->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_suggestions->setAccessibleName(tr("Crates that fit"));
    m_suggestions->setItemDelegate(new NotedDelegate(m_suggestions));
    m_suggestions->installEventFilter(this);
    m_suggestions->hide();
    column->addWidget(m_line);
    column->addWidget(m_suggestions);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        Q_EMIT edited();
        read();
        if (const QString word = lastWord(); word.size() >= minSearched) {
            Q_EMIT searchRequested(word);
        } else {
            hideSuggestions();
        }
    });
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        hideSuggestions();
        if (const QString text = m_line->text().trimmed(); !text.isEmpty()) {
            Q_EMIT entered(text);
        }
    });
    connect(m_suggestions, &QTreeWidget::itemClicked, this, &CrateField::complete);
}

/// The name at the end of the line; empty where something else is typed: a version, an option, TOML.
QString CrateField::lastWord() const
{
    static const QRegularExpression shape(QStringLiteral("(?:\\A|\\s)([A-Za-z_][A-Za-z0-9_-]*)\\z"));
    static const QRegularExpression afterOption(QStringLiteral("\\s-\\S+\\s+\\S*\\z|[={\\[]"));
    const QString text = m_line->text();
    if (afterOption.match(text).hasMatch() || text.trimmed() == QLatin1String("cargo")) {
        return {};
    }
    const QString word = shape.match(text).captured(1);
    const bool isCommand = word == QLatin1String("add") && text.contains(QLatin1String("cargo"));
    return isCommand ? QString() : word;
}

void CrateField::read()
{
    const auto crates = readDependencyLine(m_line->text());
    const bool isOne = crates && crates->size() == 1 && crates->front().source.isEmpty();
    const std::optional<Dependency> typed = isOne ? std::optional(crates->front()) : std::nullopt;
    if (std::exchange(m_typed, typed) != typed) {
        Q_EMIT typedChanged();
    }
    QStringList names;
    for (const Dependency &one : crates ? *crates : QList<Dependency>()) {
        names << (one.key.isEmpty() ? one.source : brief(one));
    }
    // A name that is typed is what is added.
    const bool isPlain = names.size() == 1 && m_line->text().trimmed().startsWith(names.front());
    Q_EMIT understood(names.isEmpty() || isPlain ? QString()
                                                 : tr("Enter adds %1.").arg(names.join(QStringLiteral(", "))));
}

void CrateField::setTyped(const Dependency &dependency)
{
    m_line->setText(dependencyLine(dependency));
    read();
}

void CrateField::setSuggestions(const QString &word, const QList<CrateSuggestion> &crates)
{
    if (!isVisible() || word != lastWord()) {
        return; // of something that is not typed any more
    }
    const bool isThere = crates.size() == 1 && crates.front().name == word;
    const QString current = m_suggestions->currentItem() ? m_suggestions->currentItem()->text(0) : QString();
    m_suggestions->clear();
    for (const CrateSuggestion &one : isThere ? QList<CrateSuggestion>() : crates) {
        auto *const item = new QTreeWidgetItem(m_suggestions, QStringList(one.name));
        QStringList notes{one.version, one.description.simplified()};
        notes.removeAll(QString());
        item->setData(0, NotedDelegate::notesRole, notes.join(QStringLiteral(": ")));
        item->setData(0, Qt::AccessibleDescriptionRole, notes.join(QStringLiteral(": ")));
        item->setToolTip(0, asTip(one.name + u'\n' + notes.join(u'\n')));
        if (one.name == current) {
            m_suggestions->setCurrentItem(item);
        }
    }
    const int rows = std::min(m_suggestions->topLevelItemCount(), shownSuggestions);
    int height = 0;
    for (int i = 0; i < rows; ++i) {
        height += m_suggestions->sizeHintForIndex(m_suggestions->model()->index(i, 0)).height();
    }
    m_suggestions->setFixedHeight(height);
    m_suggestions->setVisible(rows > 0);
}

void CrateField::hideSuggestions()
{
    if (m_suggestions->hasFocus()) {
        m_line->setFocus();
    }
    m_suggestions->hide();
    m_suggestions->clear();
}

void CrateField::complete()
{
    if (const QTreeWidgetItem *const item = m_suggestions->currentItem()) {
        const QString text = m_line->text();
        m_line->setText(text.first(text.size() - lastWord().size()) + item->text(0));
        m_line->setFocus();
        hideSuggestions();
        Q_EMIT edited();
        read();
    }
}

void CrateField::close()
{
    m_line->clear();
    hideSuggestions();
    hide();
    read();
}

/// Down goes from the line into the list, Up from its first row back; Enter and Tab take the row.
bool CrateField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const auto *const pressed = static_cast<QKeyEvent *>(event);
    const int key = pressed->key();
    if (watched == m_line && key == Qt::Key_Down && m_suggestions->isVisible()) {
        m_suggestions->setFocus();
        m_suggestions->setCurrentItem(m_suggestions->topLevelItem(0));
        return true;
    }
    if (watched != m_suggestions) {
        return QWidget::eventFilter(watched, event);
    }
    const bool isFirst = m_suggestions->currentItem() == m_suggestions->topLevelItem(0);
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab) {
        complete();
        return true;
    }
    if (key == Qt::Key_Up && isFirst) {
        m_line->setFocus();
        return true;
    }
    if (!pressed->text().isEmpty() && pressed->text().front().isPrint()) {
        m_line->setFocus(); // typing goes on in the line
        QKeyEvent again(QEvent::KeyPress, key, pressed->modifiers(), pressed->text());
        QCoreApplication::sendEvent(m_line, &again);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace studio
