// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QWidget>

#include <optional>
#include <stop_token>

class QLineEdit;
class QStackedWidget;

namespace studio {

class EmptyState;
class FilteredFiles;
class ProjectTree;

/// The project's tree below a field that filters it: while something is typed there, the files that fit it are shown
/// with their folders. Files that git ignores are left out of these. Main thread; files are listed by a process and
/// ranked on a worker.
class ProjectView final : public QWidget
{
    Q_OBJECT

public:
    static constexpr qsizetype maxShownFiles = 500; ///< the best ones

    explicit ProjectView(QWidget *parent = nullptr);
    ~ProjectView() override;

    [[nodiscard]] ProjectTree *tree() const { return m_tree; }
    FilteredFiles *found(); ///< made when it is first asked for
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    void setFolder(const QString &folder); ///< empty for none
    void focusFilter();
    void clearFilter(); ///< the tree again

Q_SIGNALS:
    void fileActivated(const QString &path);
    void message(const QString &sentence, bool isError);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QCoro::Task<void> filter(QString typed);
    void showFound(const QString &typed, const QStringList &files);
    EmptyState *emptyState();

    QString m_folder;
    std::optional<QStringList> m_files; ///< of the folder, while something is typed
    QLineEdit *m_field;
    QStackedWidget *m_pages;
    ProjectTree *m_tree;
    FilteredFiles *m_found = nullptr;
    EmptyState *m_none = nullptr;
    std::stop_source m_stop;
    int m_asked = 0; ///< generation of filter()
};

} // namespace studio
