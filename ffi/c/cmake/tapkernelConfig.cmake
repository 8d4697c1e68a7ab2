# find_package(tapkernel): the imported target tapkernel::tapkernel. Works with an install by CMake and by cargo-c.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_path(TAPKERNEL_INCLUDE_DIR tapkernel.h HINTS "${CMAKE_CURRENT_LIST_DIR}/../../../include"
  "${CMAKE_CURRENT_LIST_DIR}/../../../../include")
find_library(TAPKERNEL_LIBRARY tapkernel HINTS "${CMAKE_CURRENT_LIST_DIR}/../..")
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(tapkernel REQUIRED_VARS TAPKERNEL_LIBRARY TAPKERNEL_INCLUDE_DIR)
if(tapkernel_FOUND AND NOT TARGET tapkernel::tapkernel)
  add_library(tapkernel::tapkernel UNKNOWN IMPORTED)
  set_target_properties(tapkernel::tapkernel PROPERTIES
    IMPORTED_LOCATION "${TAPKERNEL_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${TAPKERNEL_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "Threads::Threads;${CMAKE_DL_LIBS};m")
endif()
