// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_bar.h"

#include "ui/common/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace studio {

namespace {

constexpr int leastFilterWidth = 80;
constexpr int mostFilterWidth = 320;

} // namespace

ProblemsBar::ProblemsBar(QWidget *parent)
    : QWidget(parent), m_text(new QLineEdit), m_grouping(new QToolButton), m_fixAll(new QToolButton)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(4, 2, 4, 2);
    row->setSpacing(4);
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setAccessibleName(tr("Filter of the problems"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(leastFilterWidth);
    m_text->setMaximumWidth(mostFilterWidth);
    m_text->installEventFilter(this);
    row->addWidget(m_text, 1);
    m_errors = makeSwitch(row, Severity::Error, tr("Errors"));
    m_warnings = makeSwitch(row, Severity::Warning, tr("Warnings"));
    m_notes = makeSwitch(row, Severity::Note, tr("Notes"));
    row->addStretch(1);

    m_fixAll->setIcon(icon("quickopen"));
    m_fixAll->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fixAll->setAutoRaise(true);
    row->addWidget(m_fixAll);
    m_grouping->setCheckable(true);
    m_grouping->setChecked(true);
    m_grouping->setAutoRaise(true);
    m_grouping->setText(tr("By file"));
    m_grouping->setAccessibleName(tr("Group by file"));
    m_grouping->setToolTip(tr("Group by file; else by kind"));
    row->addWidget(m_grouping);

    connect(m_text, &QLineEdit::textChanged, this, &ProblemsBar::filterChanged);
    connect(m_grouping, &QToolButton::toggled, this, &ProblemsBar::groupingChanged);
    connect(m_fixAll, &QToolButton::clicked, this, &ProblemsBar::fixAllRequested);
    setCounts(0, 0, 0);
    setFixes(0);
}

QToolButton *ProblemsBar::makeSwitch(QHBoxLayout *row, Severity severity, const QString &name)
{
    auto *const button = new QToolButton;
    button->setIcon(icon(severity == Severity::Error     ? "dialog-error"
                         : severity == Severity::Warning ? "dialog-warning"
                                                         : "dialog-information"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setChecked(true);
    button->setAutoRaise(true);
    button->setToolTip(name);
    connect(button, &QToolButton::toggled, this, &ProblemsBar::filterChanged);
    row->addWidget(button);
    return button;
}

ProblemsFilter ProblemsBar::filter() const
{
    return {.text = m_text->text().trimmed(),
            .hasErrors = m_errors->isChecked(),
            .hasWarnings = m_warnings->isChecked(),
            .hasNotes = m_notes->isChecked()};
}

void ProblemsBar::setCounts(int errors, int warnings, int notes)
{
    const auto show = [](QToolButton *button, int count) {
        button->setText(QLocale().toString(count));
        button->setAccessibleName(QStringLiteral("%1: %2").arg(button->toolTip()).arg(count));
    };
    show(m_errors, errors);
    show(m_warnings, warnings);
    show(m_notes, notes);
}

void ProblemsBar::setFixes(int certain)
{
    m_fixAll->setVisible(certain > 0);
    m_fixAll->setText(tr("Fix %1").arg(QLocale().toString(certain)));
    m_fixAll->setAccessibleName(tr("Make the %1 suggestions that are certain").arg(certain));
    m_fixAll->setToolTip(tr("Makes all suggestions of the compiler that are certain, as one step of undo"));
}

ProblemsModel::Grouping ProblemsBar::grouping() const
{
    return m_grouping->isChecked() ? ProblemsModel::Grouping::File : ProblemsModel::Grouping::Kind;
}

void ProblemsBar::setGrouping(ProblemsModel::Grouping grouping)
{
    m_grouping->setChecked(grouping == ProblemsModel::Grouping::File);
}

void ProblemsBar::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

bool ProblemsBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_text || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Escape && key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter) {
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (key == Qt::Key_Escape) {
        m_text->clear();
    }
    Q_EMIT left();
    return true;
}

} // namespace studio
