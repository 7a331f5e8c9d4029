// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/project_view.h"

#include "core/base/detach.h"
#include "core/search/file_ranking.h"
#include "core/search/project_files.h"
#include "ui/common/empty_state.h"
#include "ui/common/escape.h"
#include "ui/project/filtered_files.h"
#include "ui/project/project_tree.h"

#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace studio {

ProjectView::ProjectView(QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit), m_pages(new QStackedWidget), m_tree(new ProjectTree)
{
    m_field->setPlaceholderText(tr("Filter files"));
    m_field->setAccessibleName(tr("Filter files"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_pages->addWidget(m_tree);
    auto *const top = new QVBoxLayout;
    top->setContentsMargins(8, 0, 8, 4);
    top->addWidget(m_field);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_pages, 1);
    setFocusProxy(m_tree);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &typed) { detach(filter(typed.trimmed())); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        if (m_pages->currentWidget() == m_found) {
            m_found->openCurrent();
        }
    });
    connect(m_tree, &ProjectTree::typed, this, [this](const QString &text) {
        focusFilter();
        m_field->setText(text);
    });
    connect(m_tree, &ProjectTree::fileActivated, this, &ProjectView::fileActivated);
}

ProjectView::~ProjectView()
{
    m_stop.request_stop();
}

FilteredFiles *ProjectView::found()
{
    if (!m_found) {
        m_found = new FilteredFiles(m_tree->status());
        m_found->installEventFilter(this);
        m_pages->addWidget(m_found);
        connect(m_found, &FilteredFiles::fileActivated, this, &ProjectView::fileActivated);
    }
    return m_found;
}

EmptyState *ProjectView::emptyState()
{
    if (!m_none) {
        m_none = new EmptyState(QStringLiteral("folder"), tr("No file fits"), tr("Escape shows all files again."));
        m_pages->addWidget(m_none);
    }
    return m_none;
}

void ProjectView::setFolder(const QString &folder)
{
    m_folder = folder;
    m_field->clear();
    m_tree->setFolder(folder);
}

void ProjectView::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void ProjectView::clearFilter()
{
    m_field->clear();
    m_tree->setFocus();
}

/// Files are listed when something is typed into the empty field, and kept until it is empty again.
QCoro::Task<void> ProjectView::filter(QString typed)
{
    const int asked = ++m_asked;
    if (typed.isEmpty() || m_folder.isEmpty()) {
        m_stop.request_stop();
        m_files.reset();
        m_pages->setCurrentWidget(m_tree);
        co_return;
    }
    m_stop.request_stop(); // the list, or the ranking, for the text before
    m_stop = {};
    if (!m_files) {
        auto listed = co_await whileAlive(this, listProjectFiles(m_folder, m_stop.get_token()));
        if (asked != m_asked) {
            co_return;
        }
        if (!listed) {
            Q_EMIT message(listed.error().message, true);
            co_return;
        }
        m_files = std::move(*listed);
    }
    const auto rank = [files = *m_files, typed, stop = m_stop.get_token()]() -> Result<QStringList> {
        QStringList best;
        for (const RankedFile &file : rankFiles(files, {}, typed, maxShownFiles, stop)) {
            best << file.path;
        }
        return best;
    };
    const auto ranked = co_await whileAlive(this, onWorker(rank));
    if (asked == m_asked && ranked) {
        showFound(typed, *ranked);
    }
}

void ProjectView::showFound(const QString &typed, const QStringList &files)
{
    if (files.isEmpty()) {
        emptyState()->setTitle(tr("No file fits “%1”").arg(typed.left(40)));
        m_pages->setCurrentWidget(emptyState());
        return;
    }
    found()->setFiles(m_folder, files);
    m_pages->setCurrentWidget(found());
}

/// Escape clears the filter; the arrows go between the field and the files.
bool ProjectView::eventFilter(QObject *watched, QEvent *event)
{
    const bool isFiltered = !m_field->text().isEmpty();
    if (isFiltered && claimEscape(event)) {
        return true;
    }
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && isFiltered) {
        clearFilter();
        return true;
    }
    if (key == Qt::Key_Down && watched == m_field) {
        m_pages->currentWidget()->setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace studio
